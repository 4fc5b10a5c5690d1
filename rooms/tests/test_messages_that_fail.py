"""A template that fails at run time costs the message its place on the page, and the room nothing."""

import logging
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError
from django.template.loader import render_to_string
from django.test import Client

from accounts.models import User
from rooms import fragments
from rooms.feed.changes import changes_since
from rooms.feed.frames import changes_frame
from rooms.feed.viewer import Variant
from rooms.fragments import MessageFragments
from rooms.models import Message, Room

Say = Callable[..., Message]


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> list[Exception]:
    """Make the template of messages that say "fail" raise what is in the list."""
    raised: list[Exception] = [ValueError("no such filter")]
    render = render_to_string

    def render_or_fail(template: str, context: dict[str, Any]) -> Any:
        if template == "rooms/message.html" and context["message"].body == "fail" and raised:
            raise raised[0]
        return render(template, context)

    monkeypatch.setattr(fragments, "render_to_string", render_or_fail)
    return raised


def test_the_room_page_shows_a_placeholder_and_the_other_messages(
    say: Say, alice: User, general: Room, failing: list[Exception], caplog: pytest.LogCaptureFixture
) -> None:
    browser = Client()
    browser.force_login(alice)
    say(alice, "before")
    message = say(alice, "fail")
    say(alice, "after")
    with caplog.at_level(logging.ERROR, "parley.fragments"):
        page = browser.get(general.get_absolute_url()).text
    assert "before" in page
    assert "after" in page
    assert f'id="m{message.position}"' in page
    assert "This message can" in page
    assert "no such filter" not in page
    assert f"message {message.position} of room {general.pk} can't be rendered" in caplog.text
    assert "no such filter" in caplog.text


def test_a_live_frame_brings_the_placeholder(say: Say, alice: User, general: Room, failing: list[Exception]) -> None:
    message = say(alice, "fail")
    frame = changes_frame(changes_since(general.pk, 0), Variant("en", "UTC"), hello=False)
    assert f'data-seq="{message.position}"' in frame
    assert "This message can" in frame


def test_a_placeholder_is_not_kept(say: Say, alice: User, failing: list[Exception]) -> None:
    kept, message = MessageFragments(10), say(alice, "fail")
    assert "This message can" in kept.html(message)
    failing.clear()
    assert "This message can" not in kept.html(message)


def test_whoever_edits_templates_sees_why(say: Say, alice: User, failing: list[Exception], settings: Any) -> None:
    settings.DEBUG = True
    assert "no such filter" in fragments.render(say(alice, "fail"))


def test_a_database_that_is_away_is_no_fault_of_a_template(say: Say, alice: User, failing: list[Exception]) -> None:
    failing[0] = DatabaseError("gone")
    with pytest.raises(DatabaseError):
        fragments.render(say(alice, "fail"))
