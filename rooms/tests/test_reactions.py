"""Answering messages with emoji: who may, with what, and what everybody sees of it."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from accounts import people
from accounts.models import User
from rooms import access, conversation, emoji_picker, fragments
from rooms.conversation import reactions
from rooms.feed.changes import changes_since
from rooms.models import Membership, Message, Reaction, Room

from .watching import browser_of, see

Say = Callable[..., Message]
HTMX = {"HX-Request": "true"}


def address(message: Message) -> str:
    return f"/rooms/{message.room_id}/messages/{message.position}/react/"


def react(browser: Client, message: Message, emoji: str, **headers: str) -> int:
    return browser.post(address(message), {"emoji": emoji}, headers=headers).status_code


def reacted(message: Message) -> list[tuple[str, int, list[str]]]:
    message.refresh_from_db()
    return [(each["emoji"], each["count"], each["names"]) for each in message.reacted or []]


def test_a_reaction_is_added_and_the_same_again_takes_it_back(general: Room, alice: User, bob: User, say: Say) -> None:
    message = say(alice, "hello")
    conversation.toggle_reaction(message, bob, "👍")
    conversation.toggle_reaction(message, alice, "👍")
    conversation.toggle_reaction(message, alice, "🎉")
    assert reacted(message) == [("👍", 2, ["Bob", "Alice"]), ("🎉", 1, ["Alice"])]
    conversation.toggle_reaction(message, bob, "👍")
    conversation.toggle_reaction(message, alice, "🎉")
    assert reacted(message) == [("👍", 1, ["Alice"])]
    conversation.toggle_reaction(message, alice, "👍")
    message.refresh_from_db()
    assert message.reacted is None
    assert not Reaction.objects.exists()


def test_each_reaction_takes_one_version_and_is_replayed(general: Room, alice: User, bob: User, say: Say) -> None:
    message = say(alice, "hello")
    since = message.version
    message = conversation.toggle_reaction(message, bob, "👍")
    general.refresh_from_db()
    assert message.version == general.version == since + 1
    changes = changes_since(general.pk, since)
    assert [altered.reacted for altered in changes.altered] == [message.reacted]
    assert changes.members is None, "nothing but the message has changed"


@pytest.mark.django_db(transaction=True)
def test_a_reaction_shows_on_open_pages_at_once(general: Room, alice: User, bob: User, say: Say) -> None:
    message = say(alice, "hello")
    general.refresh_from_db()
    seen = see(alice, general, lambda: react(browser_of(bob), message, "🎉"), 'class="reaction"')
    assert f'data-by="{bob.pk}" title="Bob">🎉 <span>1</span></button>' in seen.text


@pytest.mark.parametrize("text", ["", "a", "1", "#", "👍👍", "👍 ", "🏻", ":tada:", "<b>", "\ud83d", "x" * 5000])
def test_only_one_real_emoji_is_a_reaction(bob: User, say: Say, text: str) -> None:
    message = say(bob, "hello")
    with pytest.raises(ValidationError) as refusal:
        conversation.toggle_reaction(message, bob, text)
    assert refusal.value.code == "no_emoji"
    assert reacted(message) == []


def test_an_emoji_in_its_short_form_is_the_same_emoji(alice: User, bob: User, say: Say) -> None:
    message = say(bob, "hello")
    conversation.toggle_reaction(message, bob, "❤")
    conversation.toggle_reaction(message, alice, "❤️")
    conversation.toggle_reaction(message, bob, "👍🏽")
    assert [(emoji, count) for emoji, count, _ in reacted(message)] == [("❤️", 2), ("👍🏽", 1)]


def test_a_message_has_so_many_different_emoji_at_most(alice: User, bob: User, say: Say, monkeypatch) -> None:
    monkeypatch.setattr(reactions, "DIFFERENT", 2)
    message = say(bob, "hello")
    for emoji in "👍🎉":
        conversation.toggle_reaction(message, bob, emoji)
    answer = browser_of(alice).post(address(message), {"emoji": "🚀"})
    assert answer.status_code == 422
    assert "A message can have 2 different emoji at most." in answer.text
    assert react(browser_of(alice), message, "🎉") == 302, "one that it has"
    assert react(browser_of(bob), message, "👍") == 302, "taking one back"
    assert [count for _, count, _ in reacted(message)] == [2]


def test_reacting_too_fast_is_refused(alice: User, say: Say, settings) -> None:
    message = say(alice, "hello")
    settings.MESSAGE_BURST = settings.MESSAGE_RATE = 1
    browser = browser_of(alice)
    assert [react(browser, message, emoji) for emoji in "👍🎉"] == [302, 422]
    assert len(reacted(message)) == 1


def test_nobody_reacts_to_a_deleted_message(alice: User, bob: User, say: Say) -> None:
    message = say(alice, "hello")
    conversation.toggle_reaction(message, bob, "👍")
    conversation.delete(message)
    assert reacted(message) == []
    assert not Reaction.objects.exists(), "they go with it"
    answer = browser_of(bob).post(address(message), {"emoji": "👍"})
    assert answer.status_code == 403
    assert "This message was deleted." in answer.text
    with pytest.raises(ValidationError, match="deleted"):
        conversation.toggle_reaction(message, bob, "👍")


def test_nobody_reacts_in_a_room_that_is_not_theirs(general: Room, alice: User, carol: User, say: Say) -> None:
    message = say(alice, "hello")
    assert react(browser_of(carol), message, "👍") == 403
    # Removed after the view has looked.
    with pytest.raises(access.NotAMember):
        conversation.toggle_reaction(message, carol, "👍")
    assert reacted(message) == []


def test_what_is_refused_on_a_live_page_is_said_above_the_composer(alice: User, say: Say) -> None:
    answer = browser_of(alice).post(address(say(alice, "hello")), {"emoji": "a"}, headers=HTMX)
    assert answer.status_code == 422
    assert "#refusal:not(.refusal)" in answer.text
    assert "This is no emoji that can be a reaction." in answer.text


def test_about_ten_are_named_and_the_first_are_marked(general: Room, alice: User, say: Say, monkeypatch) -> None:
    monkeypatch.setattr(reactions, "MARKED", 12)
    message = say(alice, "hello")
    crowd = [User.objects.create(username=f"guest{number:02}") for number in range(14)]
    for person in crowd:
        conversation.add_member(general.pk, person)
        conversation.toggle_reaction(message, person, "👍")
    html = fragments.render(Message.objects.select_related("author").get(pk=message.pk))
    named = ", ".join(person.username for person in crowd[:10])
    assert f'title="{named} and 4 more">👍 <span>14</span>' in html
    assert f'data-by="{" ".join(str(person.pk) for person in crowd[:12])}"' in html


def test_a_message_without_reactions_is_not_a_byte_longer(alice: User, say: Say) -> None:
    message = say(alice, "hello")
    before = fragments.render(message)
    assert "react" not in before
    assert "pinned" not in before
    message = conversation.toggle_reaction(message, alice, "👍")
    message = conversation.toggle_reaction(message, alice, "👍")
    assert fragments.render(message) == before


def test_rendering_reactions_asks_for_nothing_more(
    general: Room, alice: User, say: Say, django_assert_num_queries
) -> None:
    for number in range(5):
        conversation.toggle_reaction(say(alice, f"message {number}"), alice, "👍")
    found = list(Message.objects.filter(room=general).select_related("author"))
    with django_assert_num_queries(0):
        assert all("👍 <span>1</span>" in fragments.render(message) for message in found)


def test_a_new_name_shows_among_reactions_at_once(general: Room, alice: User, bob: User, say: Say) -> None:
    first, second, third = (say(alice, text) for text in ("one", "two", "three"))
    conversation.toggle_reaction(first, bob, "👍")
    conversation.toggle_reaction(second, alice, "👍")
    conversation.toggle_reaction(third, bob, "🎉")
    # Who has left, and has said nothing, is still named.
    conversation.leave(Membership.objects.get(user=bob))
    general.refresh_from_db()
    since = general.version
    bob.display_name = "Robert"
    people.save(bob)
    changes = changes_since(general.pk, since)
    assert [(message.body, [each["names"] for each in message.reacted or []]) for message in changes.altered] == [
        ("one", [["Robert"]]),
        ("three", [["Robert"]]),
    ]
    assert changes.version == since + 1


def test_only_the_newest_messages_show_a_new_name_at_once(alice: User, bob: User, say: Say, monkeypatch) -> None:
    monkeypatch.setattr(reactions, "RENAMED_AT_ONCE", 1)
    old, new = say(alice, "old"), say(alice, "new")
    for message in (old, new):
        conversation.toggle_reaction(message, bob, "👍")
    bob.display_name = "Robert"
    people.save(bob)
    assert reacted(new) == [("👍", 1, ["Robert"])]
    assert reacted(old) == [("👍", 1, ["Bob"])]
    conversation.toggle_reaction(old, alice, "🎉")
    assert reacted(old) == [("👍", 1, ["Robert"]), ("🎉", 1, ["Alice"])]


def test_my_stylesheet_marks_my_reactions(alice: User) -> None:
    assert f'[data-by~="{alice.pk}"]' in browser_of(alice).get("/me.css").text


def test_the_picker_shows_what_is_mine_and_who_has_reacted(alice: User, bob: User, say: Say) -> None:
    message = say(alice, "hello")
    conversation.toggle_reaction(message, bob, "👍")
    for headers in ({}, HTMX):
        page = browser_of(bob).get(address(message), headers=headers).text
        assert 'value="👍" aria-pressed="true" aria-label="thumbs up"' in page
        assert 'value="🎉" aria-pressed="false"' in page
        assert "<span>👍</span> Bob" in page


def test_the_picker_finds_emoji(alice: User, say: Say) -> None:
    message = say(alice, "hello")
    browser = browser_of(alice)
    page = browser.get(address(message), {"q": "rocket"})
    assert "<h1>React</h1>" in page.text
    assert 'value="🚀"' in page.text
    live = browser.get(address(message), {"q": "rocket"}, headers=HTMX)
    assert 'value="🚀"' in live.text
    assert "<h2" not in live.text
    assert "No emoji is called “&lt;b&gt;”." in browser.get(address(message), {"q": "<b>"}, headers=HTMX).text
    assert 'value="👍"' in browser.get(address(message), {"q": " "}, headers=HTMX).text


@pytest.mark.parametrize(
    ("query", "first"),
    [("tada", "🎉"), (":+1:", "👍"), ("THUMBS down", "👎"), ("red hea", "❤️"), ("flag germ", "🇩🇪"), ("❤", "❤️")],
)
def test_emoji_are_found_by_names_and_shortcodes(query: str, first: str) -> None:
    found = emoji_picker.find(query)
    assert first in [choice.emoji for choice in found[:3]]
    assert len(found) <= emoji_picker.FOUND


def test_what_is_offered_can_be_chosen() -> None:
    assert all(emoji_picker.as_chosen(emoji) == emoji for emoji in emoji_picker.COMMON)
    assert all(emoji_picker.as_chosen(each.emoji) == each.emoji for each in emoji_picker.find("a"))
