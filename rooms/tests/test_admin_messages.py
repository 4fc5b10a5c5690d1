"""What an admin does to messages shows on open pages at once, and is held to the rules that hold for everybody."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from rooms import conversation
from rooms.models import Message, Room
from rooms.tests.watching import browser_of, see

ADD = "/admin/rooms/message/add/"
LIST = "/admin/rooms/message/"


@pytest.fixture
def admin(db: None) -> User:
    return User.objects.create_superuser("admin")


@pytest.fixture
def room(alice: User) -> Room:
    return conversation.create_room("General", alice)


@pytest.fixture
def browser(admin: User) -> Client:
    return browser_of(admin)


def fields(room: Room, author: User, body: str, nonce: str = "from-the-form") -> dict[str, str]:
    return {"room": str(room.pk), "author": str(author.pk), "body": body, "form_nonce": nonce}


def change_page(message: Message) -> str:
    return f"{LIST}{message.pk}/change/"


def said(room: Room, alice: User, body: str = "hello") -> Message:
    message = conversation.post(room.pk, alice, body, f"nonce-{room.messages.count()}").message
    room.refresh_from_db()
    return message


@pytest.mark.django_db(transaction=True)
def test_a_message_added_appears_on_open_pages(browser: Client, admin: User, alice: User, room: Room) -> None:
    seen = see(alice, room, lambda: browser.post(ADD, fields(room, admin, "from the office")), "from the office")
    message = Message.objects.get()
    assert f'id="m{message.position}"' in seen.text
    assert (message.author, message.nonce, message.version) == (admin, "from-the-form", 1)


def test_the_form_offers_the_admin_as_author_and_a_nonce_of_its_own(browser: Client, admin: User) -> None:
    first, second = (browser.get(ADD).context["adminform"].form.initial for _ in range(2))
    assert first["author"] == admin.pk
    assert len(first["form_nonce"]) >= 8
    assert first["form_nonce"] != second["form_nonce"]


def test_a_form_sent_twice_stores_one_message(browser: Client, alice: User, room: Room) -> None:
    for _ in range(2):
        assert browser.post(ADD, fields(room, alice, "once")).status_code == 302
    assert [message.body for message in Message.objects.all()] == ["once"]


def test_a_form_used_for_another_text_stores_that_too(browser: Client, alice: User, room: Room) -> None:
    for text in ("one", "two", "two"):
        browser.post(ADD, fields(room, alice, text))
    assert [message.body for message in Message.objects.all()] == ["one", "two"]


@pytest.mark.parametrize(
    ("body", "error"),
    [("  \n ", "Write something first."), ("x" * 4001, "This message has 4001 characters.")],
    ids=["empty", "too long"],
)
def test_what_may_not_be_said_is_refused_beside_the_field(
    browser: Client, alice: User, room: Room, body: str, error: str
) -> None:
    message = said(room, alice)
    for page in (ADD, change_page(message)):
        answer = browser.post(page, fields(room, alice, body))
        assert answer.status_code == 200
        form = answer.context["adminform"].form
        assert error in form.errors["body"][0]
        assert form["body"].value() == body
    message.refresh_from_db()
    assert (Message.objects.count(), message.body, message.version) == (1, "hello", 1)


@pytest.mark.django_db(transaction=True)
def test_an_edit_shows_on_open_pages_and_says_so(browser: Client, alice: User, room: Room) -> None:
    message = said(room, alice)
    seen = see(alice, room, lambda: browser.post(change_page(message), {"body": "  indented\nbetter"}), "better")
    assert f'hx-target="#m{message.position}:not(:has(.editor))"' in seen.text
    message.refresh_from_db()
    assert message.body == "  indented\nbetter"
    assert message.edited is not None


def test_saving_without_a_change_makes_no_version(browser: Client, alice: User, room: Room) -> None:
    message = said(room, alice)
    assert browser.post(change_page(message), {"body": message.body}).status_code == 302
    room.refresh_from_db()
    message.refresh_from_db()
    assert (room.version, message.edited) == (1, None)


def test_a_message_stays_in_its_room_and_with_its_author(browser: Client, admin: User, alice: User, room: Room) -> None:
    message = said(room, alice)
    other = conversation.create_room("Kitchen", admin)
    browser.post(change_page(message), fields(other, admin, "hijacked"))
    message.refresh_from_db()
    assert (message.room, message.author, message.body) == (room, alice, "hijacked")


@pytest.mark.django_db(transaction=True)
def test_deleting_leaves_a_tombstone(browser: Client, alice: User, room: Room) -> None:
    message = said(room, alice, "regretted")
    seen = see(alice, room, lambda: browser.post(f"{LIST}{message.pk}/delete/", {"post": "yes"}), "was deleted")
    assert "regretted" not in seen.text
    message.refresh_from_db()
    assert (message.body, message.deleted is not None) == ("", True)


@pytest.mark.django_db(transaction=True)
def test_deleting_those_selected_leaves_a_tombstone_for_each(browser: Client, alice: User, room: Room) -> None:
    messages = [said(room, alice, f"word {number}") for number in range(3)]
    chosen = [str(message.pk) for message in messages[:2]]
    form = {"action": "delete_selected", "_selected_action": chosen, "post": "yes"}
    seen = see(alice, room, lambda: browser.post(LIST, form), 'value="5"')
    assert seen.text.count("This message was deleted.") >= 2
    assert list(Message.objects.values_list("body", "version")) == [("", 4), ("", 5), ("word 2", 3)]


def test_a_deleted_message_has_no_text_to_change(browser: Client, alice: User, room: Room) -> None:
    message = said(room, alice)
    conversation.delete(message)
    assert "body" not in browser.get(change_page(message)).context["adminform"].form.fields
    browser.post(change_page(message), {"body": "back from the dead"})
    message.refresh_from_db()
    assert message.body == ""


def test_a_message_deleted_while_it_is_edited_is_said_to_be_gone(
    browser: Client, alice: User, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = said(room, alice)
    edit = conversation.edit

    def somebody_is_faster(message: Message, body: str, editor: User) -> Message:
        conversation.delete(message)
        return edit(message, body)

    monkeypatch.setattr(conversation, "edit", somebody_is_faster)
    answer = browser.post(change_page(message), {"body": "too late"}, follow=True)
    assert [str(note) for note in answer.context["messages"]] == ["This message was deleted."]


def test_the_list_takes_as_many_queries_for_many_messages_as_for_few(browser: Client, alice: User, room: Room) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(LIST, {"room__id__exact": str(room.pk), "q": "hello"}).status_code == 200
        return len(captured)

    said(room, alice)
    few = queries()
    for number in range(20):
        bob = User.objects.create_user(f"bob{number}")
        conversation.post(room.pk, bob, "hello", "nonce-of-bob", paced=False)
    assert queries() == few


@pytest.mark.parametrize("how", ["one", "selected"])
def test_before_messages_are_deleted_their_words_are_shown(browser: Client, alice: User, room: Room, how: str) -> None:
    message = said(room, alice, "rather not")
    if how == "one":
        answer = browser.get(f"{LIST}{message.pk}/delete/")
    else:
        answer = browser.post(LIST, {"action": "delete_selected", "_selected_action": [str(message.pk)]})
    page = answer.content.decode()
    assert "Alice: rather not" in page
    assert "stays in their place" in page
    message.refresh_from_db()
    assert message.deleted is None
