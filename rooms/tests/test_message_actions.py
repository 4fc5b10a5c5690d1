"""Who may do what with a message, and what each refusal says where the person is looking."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from rooms import conversation, fragments
from rooms.models import Membership, Message, Room

from .watching import browser_of

Say = Callable[..., Message]
HTMX = {"HX-Request": "true"}


def at(message: Message, action: str) -> str:
    return f"/rooms/{message.room_id}/messages/{message.position}/{action}/"


def moderator(user: User, room: Room) -> Client:
    Membership.objects.filter(user=user, room=room).update(role=Membership.Role.MODERATOR)
    return browser_of(user)


def items(browser: Client, message: Message) -> list[str]:
    """Return what the menu offers, as names of addresses."""
    text = browser.get(at(message, "actions"), headers=HTMX).text
    names = ["edit", "source", "history", "delete"]
    return [name for name in names if f'href="{at(message, name)}"' in text]


def test_everybody_gets_the_actions_that_are_theirs(
    general: Room, alice: User, bob: User, carol: User, say: Say
) -> None:
    conversation.add_member(general.pk, carol)
    message = say(bob, "hello")
    assert items(browser_of(bob), message) == ["edit", "source", "delete"]
    assert items(browser_of(alice), message) == ["source", "delete"], "she owns the room"
    assert items(browser_of(carol), message) == ["source"]
    conversation.edit(message, "better", bob)
    assert items(moderator(carol, general), message) == ["source", "history", "delete"]
    assert items(browser_of(bob), message) == ["edit", "source", "delete"]


def test_the_menu_is_a_page_of_its_own_without_htmx(bob: User, say: Say) -> None:
    message = say(bob, "what was **said**")
    page = browser_of(bob).get(at(message, "actions"))
    assert "<h1>Message actions</h1>" in page.text
    assert "what was **said**" in page.text
    assert message.get_absolute_url() in page.text


def test_a_message_is_edited(bob: User, say: Say) -> None:
    message = say(bob, "helo")
    browser = browser_of(bob)
    assert "helo</textarea>" in browser.get(at(message, "edit")).text
    answer = browser.post(at(message, "edit"), {"body": "*hello*"})
    assert (answer.status_code, answer["Location"]) == (302, message.get_absolute_url())
    message.refresh_from_db()
    assert (message.body, message.html, message.edited is not None) == ("*hello*", "<em>hello</em>", True)
    assert message.revisions.get().edited_by == bob


def test_an_edit_from_a_live_page_puts_the_message_back(bob: User, say: Say) -> None:
    message = say(bob, "helo")
    browser = browser_of(bob)
    assert 'class="editor"' in browser.get(at(message, "edit"), headers=HTMX).text
    answer = browser.post(at(message, "edit"), {"body": "hello"}, headers=HTMX)
    assert f'<hx-partial hx-target="#m{message.position}" hx-swap="outerMorph">' in answer.text
    assert "hello" in answer.text
    assert 'hx-ws:send hx-trigger="load"' in answer.text


@pytest.mark.parametrize("body", ["", " \n ", "x" * 4001])
def test_an_impossible_text_is_refused_and_stays_in_the_form(bob: User, say: Say, body: str) -> None:
    message = say(bob, "hello")
    browser = browser_of(bob)
    page = browser.post(at(message, "edit"), {"body": body})
    assert page.status_code == 422
    assert f"{body}</textarea>" in page.text
    assert 'role="alert">Write something' in page.text or 'role="alert">This message has 4001' in page.text
    live = browser.post(at(message, "edit"), {"body": body}, headers=HTMX)
    assert live.status_code == 422
    assert f"#m{message.position} .editor .error" in live.text
    message.refresh_from_db()
    assert message.body == "hello"


def test_editing_too_fast_is_refused_and_what_was_typed_stays(bob: User, say: Say, settings) -> None:
    message = say(bob, "hello")
    settings.MESSAGE_BURST = settings.MESSAGE_RATE = 1
    browser = browser_of(bob)
    answers = [browser.post(at(message, "edit"), {"body": f"try {number}"}) for number in (1, 2)]
    assert [answer.status_code for answer in answers] == [302, 422]
    assert "try 2</textarea>" in answers[1].text


@pytest.mark.parametrize(("age", "status"), [(4, 302), (6, 403)])
def test_a_room_may_set_a_time_for_editing(general: Room, bob: User, say: Say, age: int, status: int) -> None:
    message = say(bob, "hello")
    conversation.change_room(general.pk, name="General", kind="open", edit_minutes=5)
    Message.objects.update(created=timezone.now() - timedelta(minutes=age))
    answer = browser_of(bob).post(at(message, "edit"), {"body": "better"})
    assert answer.status_code == status
    assert ("for 5 minutes" in answer.text) is (status == 403)
    assert ("edit" in items(browser_of(bob), message)) is (status == 302)


def test_somebody_elses_message_is_not_edited_by_anybody(general: Room, alice: User, bob: User, say: Say) -> None:
    message = say(bob, "hello")
    for browser in (browser_of(alice), moderator(alice, general)):
        for answer in (browser.get(at(message, "edit")), browser.post(at(message, "edit"), {"body": "hijacked"})):
            assert answer.status_code == 403
            assert "Only the person who wrote a message can edit it." in answer.text
    message.refresh_from_db()
    assert message.body == "hello"


def test_a_message_is_deleted_after_a_question(bob: User, say: Say) -> None:
    message = conversation.edit(say(bob, "secret"), "less so", bob)
    browser = browser_of(bob)
    assert "Delete this message?" in browser.get(at(message, "delete")).text
    message.refresh_from_db()
    assert message.deleted is None
    assert browser.post(at(message, "delete"))["Location"] == message.get_absolute_url()
    message.refresh_from_db()
    assert (message.body, message.html, message.deleted is not None) == ("", "", True)
    assert not message.revisions.exists()


def test_moderators_and_owners_delete_what_others_wrote(
    general: Room, alice: User, bob: User, carol: User, say: Say
) -> None:
    conversation.add_member(general.pk, carol)
    first, second, third = (say(bob, text) for text in ("one", "two", "three"))
    refused = browser_of(carol).post(at(first, "delete"))
    assert refused.status_code == 403
    assert "the room&#x27;s moderators, can delete it" in refused.text
    assert browser_of(alice).post(at(second, "delete")).status_code == 302
    assert moderator(carol, general).post(at(third, "delete")).status_code == 302
    assert [message.body for message in general.messages.all()] == ["one", "", ""]


@pytest.mark.parametrize("action", ["actions", "edit", "delete", "source", "history"])
def test_nothing_is_done_with_a_deleted_message(alice: User, say: Say, action: str) -> None:
    message = say(alice, "hello")
    conversation.delete(message)
    answer = browser_of(alice).get(at(message, action))
    assert answer.status_code == 403
    assert "This message was deleted." in answer.text


@pytest.mark.parametrize("action", ["actions", "edit", "delete", "source", "history", "shown"])
def test_nothing_is_done_by_somebody_who_is_no_member(general: Room, bob: User, say: Say, action: str) -> None:
    message = say(bob, "hello")
    browser = browser_of(bob)
    conversation.remove_member(Membership.objects.get(room=general, user=bob))
    answer = browser.get(at(message, action))
    assert answer.status_code == 403
    assert "not a member" in answer.text.lower()


@pytest.mark.parametrize("action", ["actions", "edit", "delete"])
def test_a_live_page_is_told_in_the_menu_and_in_the_editor(general: Room, bob: User, say: Say, action: str) -> None:
    message = say(bob, "hello")
    browser = browser_of(bob)
    conversation.delete(message)
    gone = browser.get(at(message, action), headers=HTMX)
    nowhere = browser.get(f"/rooms/{general.pk}/messages/999/{action}/", headers=HTMX)
    conversation.remove_member(Membership.objects.get(room=general, user=bob))
    removed = browser.get(at(message, action), headers=HTMX)
    for answer, status, reason in [
        (gone, 403, "This message was deleted."),
        (nowhere, 404, "This message is no longer there."),
        (removed, 403, "You are no longer a member of this room."),
    ]:
        assert answer.status_code == status
        assert answer.text.count(reason) == 3
        assert 'hx-target="#message-menu:popover-open"' in answer.text
        assert ".editor .error" in answer.text
        assert "#refusal:not(.refusal)" in answer.text, "where neither of them is"


def test_earlier_texts_are_for_those_who_moderate(general: Room, alice: User, bob: User, say: Say) -> None:
    message = conversation.edit(say(bob, "the first <b>"), "the second", bob)
    page = browser_of(alice).get(at(message, "history"))
    assert "the first &lt;b&gt;" in page.text
    assert "the second" in page.text
    assert "until Bob edited it" in page.text
    assert browser_of(bob).get(at(message, "history")).status_code == 403


def test_the_source_is_as_it_was_written(bob: User, say: Say) -> None:
    message = say(bob, "**bold** <b>\n  - x")
    assert "**bold** &lt;b&gt;\n  - x</pre>" in browser_of(bob).get(at(message, "source")).text


def test_a_tombstone_has_no_button(bob: User, say: Say) -> None:
    message = say(bob, "hello")
    assert ">Message actions</button>" in fragments.render(message)
    assert "<button" not in fragments.render(conversation.delete(message))


def test_the_menu_needs_few_queries(bob: User, say: Say, django_assert_num_queries) -> None:
    message = say(bob, "hello")
    browser = browser_of(bob)
    # The session, the person, the membership with its room, the message, my bookmark of it.
    with django_assert_num_queries(5):
        browser.get(at(message, "actions"), headers=HTMX)
