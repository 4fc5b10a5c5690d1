"""One box leads to rooms and people by some letters of their names, where one has been last first."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import blocks
from accounts.models import User
from rooms import conversation, switcher
from rooms.models import Membership, Room

from .watching import browser_of


def names(user: User, text: str = "") -> list[str]:
    return [hit.name for hit in switcher.find(user, switcher.cleaned(text))]


def go(user: User, text: str, **headers: str) -> str:
    """Return where the box leads, or nothing where there is more than one thing to choose from."""
    answer = browser_of(user).get("/go/", {"q": text}, headers=headers)
    return answer.headers.get("Location", "")


def been(user: User, *rooms: Room) -> None:
    for number, room in enumerate(rooms):
        Membership.objects.filter(user=user, room=room).update(
            last_read=timezone.now() - timedelta(hours=len(rooms) - number)
        )


def made(user: User, *called: str, kind: str = "open") -> list[Room]:
    return [conversation.create_room(name, user, kind) for name in called]


def test_rooms_and_people_are_found_by_any_part_of_their_names(general: Room, alice: User, bob: User) -> None:
    carol = User.objects.create_user("cc", display_name="Carol Bergmann")
    assert names(alice, "gen") == ["General"]
    assert names(alice, "NERA") == ["General"]
    assert names(alice, "berg") == ["Carol Bergmann"]
    assert names(alice, "@cc") == [carol.name]
    assert names(alice, "#general") == ["General"]
    assert names(alice, "zzz") == []
    # Not oneself.
    assert names(alice, "alice") == []


def test_accents_and_capitals_of_any_script_count_for_nothing_in_ones_own_rooms(alice: User) -> None:
    made(alice, "Café Über", "Ирландия")
    assert names(alice, "cafe u") == ["Café Über"]
    assert names(alice, "ирл") == ["Ирландия"]


def test_open_rooms_of_others_are_found_with_capitals_of_any_script(alice: User, bob: User) -> None:
    made(bob, "Ирландия")
    assert names(alice, "ирл") == ["Ирландия"]


def test_where_one_has_been_last_comes_first_and_then_what_fits_best(alice: User, bob: User) -> None:
    _tea, green, _steam, team = made(alice, "Tea", "Green tea", "Steam room", "Team")
    been(alice, team, green)
    assert names(alice) == ["Green tea", "Team"]
    assert names(alice, "tea") == ["Green tea", "Team", "Tea", "Steam room"]


def test_a_name_that_was_typed_in_full_is_not_crowded_out(alice: User) -> None:
    rooms = made(alice, *(f"tea {number}" for number in range(12)), "Tea")
    been(alice, *reversed(rooms[:12]))
    found = names(alice, "tea")
    assert len(found) == switcher.MOST
    assert "Tea" in found


def test_private_rooms_of_others_are_never_found(alice: User, bob: User) -> None:
    made(bob, "Secret plans", kind="private")
    made(bob, "Secret garden")
    assert names(alice, "secret") == ["Secret garden"]
    assert names(bob, "secret") == ["Secret garden", "Secret plans"]


def test_blocked_people_are_never_found_nor_is_the_conversation_with_them(alice: User, bob: User, carol: User) -> None:
    room = conversation.open_direct(alice, [bob])
    conversation.open_direct(alice, [bob, carol])
    been(alice, room)
    assert names(alice, "bob") == ["Bob", "Bob, Carol"]
    blocks.block(alice, bob)
    assert names(alice, "bob") == ["Bob, Carol"]
    assert names(alice) == []
    # Bob isn't told.
    assert names(bob, "alice") != []


def test_people_who_are_gone_are_not_found(alice: User, bob: User) -> None:
    User.objects.filter(pk=bob.pk).update(is_active=False)
    assert names(alice, "bob") == []


def test_a_person_is_their_conversation_where_there_is_one(alice: User, bob: User, carol: User) -> None:
    room = conversation.open_direct(alice, [bob])
    assert go(alice, "bob") == room.get_absolute_url()
    # By the user name too, which the conversation is not called by.
    User.objects.filter(pk=bob.pk).update(username="robert")
    assert go(alice, "robert") == room.get_absolute_url()
    assert go(alice, "carol") == reverse("people:person", args=["carol"])
    assert names(alice, "bo") == ["Bob"]


def test_enter_leads_straight_to_what_was_surely_meant(general: Room, alice: User) -> None:
    regen, gentle = made(alice, "Regeneration", "Gentle")
    assert go(alice, "genera") == general.get_absolute_url()
    assert go(alice, "gentle") == gentle.get_absolute_url()
    assert go(alice, "rege") == regen.get_absolute_url()
    # Two names begin so.
    assert go(alice, "gen") == ""
    shown = browser_of(alice).get("/go/", {"q": "gen"}).text
    assert 'value="gen"' in shown
    assert all(name in shown for name in ("General", "Gentle", "Regeneration"))


def test_nothing_found_says_so_and_keeps_what_was_typed(alice: User) -> None:
    shown = browser_of(alice).get("/go/", {"q": "nowhere"}).text
    assert "No room and nobody is called so." in shown
    assert 'value="nowhere"' in shown


def test_without_a_text_the_page_lists_where_one_was(general: Room, alice: User) -> None:
    assert "Write some letters" in browser_of(alice).get("/go/").text
    browser_of(alice).get(general.get_absolute_url())
    answer = browser_of(alice).get("/go/")
    assert answer.status_code == 200
    assert f'href="{general.get_absolute_url()}"' in answer.text


def test_while_one_types_there_are_links_and_how_many(general: Room, alice: User) -> None:
    shown = browser_of(alice).get("/go/", {"q": "gen"}, headers={"HX-Request": "true"}).text
    assert "<html" not in shown
    assert f'href="{general.get_absolute_url()}"' in shown
    assert "1 suggestion. Press Tab to choose it." in shown


@pytest.mark.parametrize("text", ["\x00", "%", "_", "\\", "'; --", "@", "#", "  ", "🎉", "x" * 5_000, "\u202e", "ß"])
def test_no_text_breaks_it(general: Room, alice: User, text: str) -> None:
    assert browser_of(alice).get("/go/", {"q": text}).status_code == 200


def test_names_are_text(alice: User) -> None:
    made(alice, "<b>bold</b>")
    shown = browser_of(alice).get("/go/", {"q": "bold"}, headers={"HX-Request": "true"}).text
    assert "&lt;b&gt;bold" in shown
    assert "<b>bold" not in shown


def test_only_who_is_signed_in_finds_anything(client, db: None) -> None:
    assert client.get("/go/", {"q": "gen"}).headers["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("address", ["/", "/alerts/", "/search/", "/accounts/preferences/", "/rooms/{}/"])
def test_the_box_is_on_every_page_and_reached_by_a_key(general: Room, alice: User, address: str) -> None:
    shown = browser_of(alice).get(address.format(general.pk)).text
    assert shown.count('accesskey="k"') == 1
    assert "Go to a room or person (access key K)" in shown


def test_it_costs_five_queries_at_most_whatever_there_is(
    general: Room, alice: User, bob: User, django_assert_max_num_queries
) -> None:
    with django_assert_max_num_queries(5):
        switcher.find(alice, "b")
    been(alice, conversation.open_direct(alice, [bob]))
    Room.objects.bulk_create(Room(name=f"Book {number}", kind="open") for number in range(200))
    User.objects.bulk_create(User(username=f"bo{number}") for number in range(200))
    mine = Room.objects.filter(name__contains="Book 1")
    Membership.objects.bulk_create(Membership(room=room, user=alice, last_read=timezone.now()) for room in mine)
    with django_assert_max_num_queries(5):
        assert len(switcher.find(alice, "b")) == switcher.MOST
    with django_assert_max_num_queries(2):
        assert len(switcher.find(alice, "")) == switcher.MOST


def test_coming_back_within_minutes_writes_nothing(general: Room, alice: User, bob: User) -> None:
    browser_of(bob).get(general.get_absolute_url())
    first = Membership.objects.get(room=general, user=bob).last_read
    assert first
    browser_of(bob).get(general.get_absolute_url())
    assert Membership.objects.get(room=general, user=bob).last_read == first
    Membership.objects.filter(user=bob).update(last_read=first - timedelta(hours=1))
    browser_of(bob).get(general.get_absolute_url())
    again = Membership.objects.get(room=general, user=bob).last_read
    assert again
    assert again >= first
