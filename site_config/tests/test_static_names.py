"""Files are served under names that change with their content, once they have been collected."""

from pathlib import Path

import pytest
from django.contrib.staticfiles.storage import ManifestFilesMixin
from pytest_django import Settings

from site_config.static_files import StaticFilesStorage


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Path:
    settings.DEBUG = False
    settings.STATIC_ROOT = str(tmp_path)
    return tmp_path


def test_before_the_first_collectstatic_a_file_has_its_own_name(folder: Path) -> None:
    assert StaticFilesStorage().url("css/parley.css") == "/static/css/parley.css"


def test_afterwards_it_has_one_of_its_content_and_an_unknown_file_is_an_error(folder: Path) -> None:
    manifest = '{"version": "%s", "hash": "", "paths": {"css/parley.css": "css/parley.0123.css"}}'
    (folder / "staticfiles.json").write_text(manifest % ManifestFilesMixin.manifest_version)
    storage = StaticFilesStorage()
    assert storage.url("css/parley.css") == "/static/css/parley.0123.css"
    with pytest.raises(ValueError, match=r"nothing\.css"):
        storage.url("css/nothing.css")
