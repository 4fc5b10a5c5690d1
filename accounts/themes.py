"""The themes that people choose from: those of static/css/tokens.css, and each file of static/css/themes/, by name."""

from functools import cache

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

FOLDER = settings.BASE_DIR / "static" / "css" / "themes"


class Theme(models.TextChoices):
    """What is always there."""

    SYSTEM = "system", _("As my device")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")
    CONTRAST = "contrast", _("High contrast")


def _look() -> tuple[str, ...]:
    return tuple(sorted(file.stem for file in FOLDER.glob("*.css")))


_look_once = cache(_look)


def names() -> tuple[str, ...]:
    """Return the themes with a file of their own. While stylesheets are being edited it is looked each time."""
    return _look() if settings.DEBUG else _look_once()


def choices() -> list[tuple[str, object]]:
    """Return every theme with what people call it: a file's name, with spaces for dashes."""
    return [*Theme.choices, *((name, name.replace("-", " ").capitalize()) for name in names())]
