"""Where somebody stopped reading is kept for each room, and shows in their list and on the room's page."""

from collections.abc import Callable

import pytest

from accounts.models import User
from rooms import access, conversation
from rooms.conversation.reading import Read, read_live
from rooms.models import Membership, Message, Room

from .watching import browser_of

Say = Callable[..., Message]
LINE = '<p class="new-since">'


def unread(user: User) -> list[str]:
    return [line.name for line in access.room_list(user) if line.is_unread]


def read_position(room: Room, user: User) -> int:
    return Membership.objects.get(room=room, user=user).read_position


def test_a_room_is_unread_until_its_page_is_opened(general: Room, alice: User, bob: User, say: Say) -> None:
    assert unread(bob) == []
    say(alice, "hello")
    assert (unread(alice), unread(bob)) == ([], ["General"])
    assert "unread</small>" in browser_of(bob).get("/").text
    browser_of(bob).get(f"/rooms/{general.pk}/")
    assert unread(bob) == []
    assert "unread</small>" not in browser_of(bob).get("/").text


def test_a_post_writes_nothing_for_its_readers(general: Room, alice: User, bob: User, say: Say) -> None:
    before = read_position(general, bob)
    say(alice, "hello")
    assert read_position(general, bob) == before


def test_reactions_edits_and_pins_make_nothing_unread(general: Room, alice: User, bob: User, say: Say) -> None:
    message = say(alice, "hello")
    browser_of(bob).get(f"/rooms/{general.pk}/")
    conversation.toggle_reaction(message, alice, "👍")
    conversation.edit(message, "hello again")
    conversation.pin(message, alice)
    assert unread(bob) == []


def test_the_line_stands_before_the_first_unread_message_and_once(
    general: Room, alice: User, bob: User, say: Say
) -> None:
    say(alice, "seen")
    browser = browser_of(bob)
    assert LINE in browser.get(f"/rooms/{general.pk}/").text
    say(bob, "my own")
    first = say(alice, "new")
    say(alice, "newer")
    text = browser.get(f"/rooms/{general.pk}/").text
    assert text.count(LINE) == 1
    places = [text.index(part) for part in (">my own<", f'id="m{first.position}"', LINE, ">newer<")]
    assert places == sorted(places)
    assert f'href="#m{first.position}"' in text
    again = browser.get(f"/rooms/{general.pk}/").text
    assert LINE not in again
    assert "first unread" not in again


def test_what_is_further_back_than_the_page_is_led_to(general: Room, alice: User, bob: User, say: Say) -> None:
    first = say(alice, "number 1")
    for number in range(2, 60):
        say(alice, f"number {number}")
    text = browser_of(bob).get(f"/rooms/{general.pk}/").text
    assert f'href="/rooms/{general.pk}/messages/{first.position}/#m{first.position}"' in text


def test_a_page_that_nobody_asked_for_reads_nothing(general: Room, alice: User, bob: User, say: Say) -> None:
    say(alice, "hello")
    browser_of(bob).get(f"/rooms/{general.pk}/", headers={"Sec-Purpose": "prefetch;prerender"})
    assert unread(bob) == ["General"]


def test_live_pages_say_what_they_have_shown_and_never_go_back(
    general: Room, alice: User, bob: User, say: Say, django_assert_num_queries
) -> None:
    first, second = say(alice, "first"), say(alice, "second")
    # Who is behind, their rows, and what calls them there.
    with django_assert_num_queries(3):
        read_live([Read(general.pk, bob.pk, second.position), Read(general.pk, alice.pk, second.position)])
    read_live([Read(general.pk, bob.pk, first.position), Read(general.pk, 999, first.position)])
    assert read_position(general, bob) == second.position
    assert unread(bob) == []


def test_marked_as_unread_it_stays_so_until_its_page_is_opened_again(
    general: Room, alice: User, bob: User, say: Say
) -> None:
    say(alice, "first")
    second = say(alice, "second")
    last = say(bob, "mine")
    browser = browser_of(bob)
    browser.get(f"/rooms/{general.pk}/")
    answer = browser.post(f"/rooms/{general.pk}/messages/{second.position}/unread/")
    assert answer.headers["location"] == "/"
    assert unread(bob) == ["General"]
    read_live([Read(general.pk, bob.pk, last.position)])
    assert unread(bob) == ["General"]
    text = browser.get(f"/rooms/{general.pk}/").text
    assert text.index(f'id="m{second.position}"') < text.index(LINE)
    assert unread(bob) == []


def test_only_members_mark_and_only_what_is_there(general: Room, alice: User, carol: User, say: Say) -> None:
    message = say(alice, "hello")
    address = f"/rooms/{general.pk}/messages/{message.position}/unread/"
    assert browser_of(carol).post(address).status_code == 403
    assert browser_of(alice).get(address).status_code == 405
    conversation.delete(message)
    assert browser_of(alice).post(address).status_code == 403
    assert browser_of(alice).post(f"/rooms/{general.pk}/messages/999/unread/").status_code == 404


def test_all_rooms_are_marked_as_read_at_once(general: Room, alice: User, bob: User, say: Say) -> None:
    other = conversation.create_room("Other", alice)
    conversation.add_member(other.pk, bob)
    say(alice, "hello")
    conversation.post(other.pk, alice, "hello", "test-other", paced=False)
    assert unread(bob) == ["General", "Other"]
    assert browser_of(bob).post("/rooms/read/").headers["location"] == "/"
    assert unread(bob) == []
    assert read_position(general, alice) < read_position(general, bob)


def test_who_joins_finds_nothing_unread(general: Room, alice: User, carol: User, say: Say) -> None:
    say(alice, "before")
    conversation.join(general, carol)
    assert unread(carol) == []


def test_what_calls_me_in_a_room_is_for_me_to_say(general: Room, bob: User, carol: User) -> None:
    address = f"/rooms/{general.pk}/level/"
    browser = browser_of(bob)
    assert "What calls me" in browser.get(address).text
    refused = browser.post(address, {"level": "loud"})
    assert refused.status_code == 422
    assert "Choose one of these." in refused.text
    assert browser.post(address, {"level": "nothing"}).status_code == 302
    assert Membership.objects.get(room=general, user=bob).notification_level == "nothing"
    assert browser_of(carol).get(address).status_code == 403


@pytest.mark.parametrize("how_many", [1, 8])
def test_the_home_page_asks_as_much_however_many_rooms(
    alice: User, how_many: int, django_assert_max_num_queries
) -> None:
    for number in range(how_many):
        conversation.create_room(f"Room {number}", alice)
    browser = browser_of(alice)
    browser.get("/")
    with django_assert_max_num_queries(6):
        browser.get("/")
