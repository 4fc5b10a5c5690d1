"""What a room is about: its topic and its description, from the settings and by /topic."""

import pytest

from accounts.models import User
from rooms import access, conversation
from rooms.models import Message, Room

from .watching import browser_of, see

HTMX = {"HX-Request": "true"}


def settings_of(room: Room, **more: str) -> dict[str, str]:
    return {"name": room.name, "topic": "", "description": "", "edit_minutes": ""} | more


def command(user: User, room: Room, body: str, headers: dict[str, str] = HTMX):
    data = {"body": body, "nonce": "nonce-of-a-send", "composer": "nonce-of-a-send"}
    return browser_of(user).post(f"/rooms/{room.pk}/messages/", data, headers=headers)


def test_topic_and_description_are_on_the_page(general: Room, alice: User, bob: User) -> None:
    typed = settings_of(general, topic=" Lunch\n at  one ", description="See https://example.org\r\n\r\n<b>Bold</b>")
    answer = browser_of(alice).post(f"/rooms/{general.pk}/settings/", typed, follow=True)
    assert "Saved." in answer.text
    general.refresh_from_db()
    assert (general.topic, general.version, general.details_version) == ("Lunch at one", 2, 2)
    page = browser_of(bob).get(f"/rooms/{general.pk}/").text
    assert 'title="Lunch at one">Lunch at one</p>' in page
    assert '<a href="https://example.org" rel="nofollow">' in page
    assert "&lt;b&gt;Bold" in page


def test_what_is_saved_unchanged_takes_no_version(general: Room, alice: User) -> None:
    browser_of(alice).post(f"/rooms/{general.pk}/settings/", settings_of(general))
    assert Room.objects.get().version == general.version


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": "kitchen"}, "There is already a room with this name."),
        ({"name": ""}, "This field is required."),
        ({"topic": "x" * 201}, "at most 200 characters"),
        ({"description": "x" * 2001}, "at most 2000 characters"),
        ({"edit_minutes": "soon"}, "Enter a whole number."),
    ],
)
def test_what_can_not_be_is_said_beside_the_field(general: Room, alice: User, typed: dict[str, str], said: str) -> None:
    conversation.create_room("Kitchen", alice)
    answer = browser_of(alice).post(f"/rooms/{general.pk}/settings/", settings_of(general, **typed))
    (field, value), *_ = typed.items()
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.text
    assert said in answer.text
    assert answer.context["form"][field].value() == value
    assert "Settings of General" in answer.text
    assert Room.objects.get(pk=general.pk).version == general.version


def test_moderators_change_the_topic_but_not_the_name(general: Room, alice: User, bob: User) -> None:
    conversation.set_role(general.pk, alice, bob.pk, "moderator")
    browser_of(bob).post(f"/rooms/{general.pk}/settings/", settings_of(general, topic="Tea", name="Mine"))
    general.refresh_from_db()
    assert (general.name, general.topic) == ("General", "Tea")
    with pytest.raises(access.MayNotHere, match="Only the room's owners can change its name"):
        conversation.change_room(general.pk, by=bob, name="Mine")


def test_members_read_the_settings_and_change_nothing(general: Room, bob: User, carol: User) -> None:
    browser = browser_of(bob)
    assert 'name="topic"' not in browser.get(f"/rooms/{general.pk}/settings/").text
    answer = browser.post(f"/rooms/{general.pk}/settings/", settings_of(general, topic="Tea"))
    assert answer.status_code == 403
    assert "Only the room&#x27;s owners and moderators can change its topic" in answer.text
    assert browser_of(carol).get(f"/rooms/{general.pk}/settings/").status_code == 403


def test_a_command_says_the_topic(general: Room, alice: User) -> None:
    assert command(alice, general, "/topic Lunch at one").status_code == 200
    assert Room.objects.get().topic == "Lunch at one"
    assert command(alice, general, "/topic -", headers={}).headers["Location"] == f"/rooms/{general.pk}/"
    assert Room.objects.get().topic == ""
    assert not Message.objects.exists()


@pytest.mark.parametrize("headers", [HTMX, {}])
@pytest.mark.parametrize(
    ("text", "said"), [("/topic", "Write the topic after /topic"), (f"/topic {'x' * 201}", "at most 200 characters")]
)
def test_a_topic_that_can_not_be_stays_typed(
    general: Room, alice: User, text: str, said: str, headers: dict[str, str]
) -> None:
    answer = command(alice, general, text, headers=headers)
    assert (answer.status_code, Room.objects.get().topic) == (422, "")
    assert said in answer.text
    assert headers or text in answer.text


def test_a_member_may_not_give_it(general: Room, bob: User) -> None:
    answer = command(bob, general, "/topic Mine")
    assert answer.status_code == 422
    assert "Only the room&#x27;s owners and moderators" in answer.text
    assert Room.objects.get().topic == ""


def test_a_stranger_is_not_let_in(general: Room, carol: User) -> None:
    assert command(carol, general, "/topic Mine").status_code == 403


@pytest.mark.django_db(transaction=True)
def test_open_pages_show_a_new_topic_and_description(general: Room, alice: User, bob: User) -> None:
    def change() -> None:
        conversation.change_room(general.pk, by=alice, topic="Lunch at one", description="For lunch.")

    seen = see(bob, general, change, "For lunch.")
    assert 'id="room-topic" class="topic" hx-swap-oob="true"' in seen.text
    assert "Lunch at one" in seen.text
