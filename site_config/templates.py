"""Templates are written for people to read, and sent without their indentation: a fifth of a message's bytes."""

import re

from django.template import Origin
from django.template.loaders import app_directories, filesystem

_INDENTATION = re.compile(r"\n[ \t]+")


def without_indentation(source: str) -> str:
    """Return a template's text without the spaces that begin its lines. What people wrote comes later, as values."""
    return _INDENTATION.sub("\n", source)


class FilesystemLoader(filesystem.Loader):
    def get_contents(self, origin: Origin) -> str:
        return without_indentation(super().get_contents(origin))


class AppDirectoriesLoader(app_directories.Loader):
    def get_contents(self, origin: Origin) -> str:
        return without_indentation(super().get_contents(origin))
