"""A stylesheet in static/css/themes/ is a theme, without a line of Python."""

from pathlib import Path

import pytest
from django.test import Client

from accounts import themes
from accounts.models import User

from .test_preferences import LOOKS


@pytest.fixture
def dusk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of themes with one that is called after its file."""
    monkeypatch.setattr(themes, "FOLDER", tmp_path)
    monkeypatch.setattr(themes, "names", themes._look)
    (tmp_path / "late-dusk.css").write_text(":root {}")
    return tmp_path


def preferences(browser: Client, theme: str) -> str:
    data = LOOKS | {"display_name": "", "time_zone": "UTC", "theme": theme}
    return str(browser.post("/accounts/preferences/", data, follow=True).text)


def test_a_file_is_offered_and_chosen_by_its_name(dusk: Path, alice: User) -> None:
    browser = Client()
    browser.force_login(alice)
    assert "Late dusk" in browser.get("/accounts/preferences/").text
    preferences(browser, "late-dusk")
    alice.refresh_from_db()
    assert alice.theme == "late-dusk"
    assert alice.theme_file == "css/themes/late-dusk.css"
    page = browser.get("/").text
    assert 'data-theme="late-dusk"' in page


def test_only_who_chose_it_loads_its_file(alice: User) -> None:
    browser = Client()
    browser.force_login(alice)
    assert "css/themes/" not in browser.get("/").text
    preferences(browser, "sepia")
    assert "css/themes/sepia.css" in browser.get("/").text


def test_a_theme_that_is_gone_leaves_the_look_of_the_device(dusk: Path, alice: User) -> None:
    alice.theme = "late-dusk"
    alice.save()
    (dusk / "late-dusk.css").unlink()
    browser = Client()
    browser.force_login(alice)
    assert "css/themes/" not in browser.get("/").text
