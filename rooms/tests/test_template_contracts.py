"""What ``manage.py check`` says of templates that live rooms can't work with."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.checks import run_checks
from django.template import engines

from rooms.contracts import CONTRACTS, check_templates
from rooms.contracts.contract import Contract, broken


@pytest.fixture
def templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of all templates, which a test may spoil."""
    folder = tmp_path / "templates"
    shutil.copytree(settings.BASE_DIR / "templates", folder)
    django: Any = engines["django"]
    monkeypatch.setattr(django.engine, "dirs", [folder])
    forget()
    yield folder
    monkeypatch.undo()
    forget()


def forget() -> None:
    django: Any = engines["django"]
    for loader in django.engine.template_loaders:
        loader.reset()


def spoil(templates: Path, name: str, before: str, after: str) -> None:
    file = templates / name
    text = file.read_text()
    assert before in text
    file.write_text(text.replace(before, after, 1))
    forget()


def test_every_template_keeps_its_contract() -> None:
    assert check_templates() == []


def test_the_error_says_the_file_the_line_and_what_to_put_back(templates: Path) -> None:
    spoil(templates, "rooms/live/beat.html", 'id="beat" ', "")
    errors = [error for error in run_checks(tags=["templates"]) if error.id == "rooms.E003"]
    assert [error.msg for error in errors] == [
        'templates/rooms/live/beat.html, line 2: <i> lacks id="beat": live delivery needs it.'
    ]
    assert 'Put it back: <i id="beat" class="beat live" hx-swap-oob="true">' in str(errors[0].hint)


def test_a_fragment_that_a_page_leaves_out_is_missed_there(templates: Path) -> None:
    spoil(templates, "rooms/room.html", '{% include "rooms/presence/typing.html" %}', "")
    messages = [error.msg for error in check_templates()]
    assert any("templates/rooms/room.html has no" in message and 'id="typing"' in message for message in messages)


def test_a_template_that_is_gone_is_named() -> None:
    (error,) = broken([Contract("rooms/nowhere.html", dict)])
    assert "templates/rooms/nowhere.html is missing" in error.msg


def test_a_template_that_cannot_be_read_is_named_with_the_line(templates: Path) -> None:
    (templates / "torn.html").write_text("\n\n{% if %}")
    (error,) = broken([Contract("torn.html", dict)])
    assert "templates/torn.html, line 3 can't be read" in error.msg


def test_a_torn_fragment_is_named_once_and_not_the_page_that_has_it(templates: Path) -> None:
    spoil(templates, "rooms/composer_field.html", "{% endif %}", "")
    messages = {error.msg for error in broken(each for each in CONTRACTS if each.template.startswith("rooms/composer"))}
    assert all("templates/rooms/composer_field.html" in message for message in messages)


def test_a_template_that_fails_is_named(templates: Path) -> None:
    (templates / "failing.html").write_text('{% include "rooms/nowhere.html" %}')
    (error,) = broken([Contract("failing.html", dict)])
    assert "nowhere.html" in error.msg
