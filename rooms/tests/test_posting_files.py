"""Files beside what is said: stored with it, once, and gone with it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import InMemoryStorage, default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import DatabaseError

from accounts.models import User
from rooms import conversation, uploads
from rooms.conversation import Posted
from rooms.feed.changes import changes_since
from rooms.history import newest
from rooms.models import Attachment, Message, Room

from .files import PDF, empty_storage, picture, sent, stored_files  # noqa: F401
from .watching import browser_of

Say = Callable[..., Posted]


@pytest.fixture
def send(general: Room, alice: User) -> Say:
    """Return a function that posts files as the composer does."""

    def post(*files: UploadedFile, body: str = "", nonce: str = "nonce-of-a-send") -> Posted:
        with uploads.kept(files) as attachments:
            return conversation.post(general.pk, alice, body, nonce, attachments=attachments, paced=False)

    return post


def test_a_message_may_be_files_alone(send: Say) -> None:
    message = send(sent("holiday.png", picture()), sent("notes.pdf", PDF)).message
    assert message.body == ""
    first, second = message.attachments.all()
    assert (first.name, first.content_type, first.width, first.height) == ("holiday.png", "image/png", 1200, 800)
    assert (second.name, second.content_type, second.width) == ("notes.pdf", "application/pdf", None)
    with default_storage.open(str(second.file.name)) as file:
        assert file.read() == PDF
    assert stored_files() == sorted([*first.files(), *second.files()])


def test_without_files_there_has_to_be_a_text(send: Say) -> None:
    with pytest.raises(ValidationError) as refusal:
        send()
    assert refusal.value.code == "empty"


def test_what_a_file_is_called_and_said_to_be_counts_for_nothing(send: Say) -> None:
    html = sent("photo.png", b"<script>alert(1)</script>", "image/png")
    lying = sent("page.html", picture("JPEG"), "text/html")
    first, second = send(html, lying).message.attachments.all()
    assert (first.content_type, first.is_picture) == ("text/plain", False)
    assert (second.content_type, second.name) == ("image/jpeg", "page.jpg")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("a\u202egnp.exe", "agnp.exe"),
        ("a\nb.txt", "ab.txt"),
        ("../../etc/passwd", "passwd"),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
    ],
)
def test_names_hide_nothing(send: Say, name: str, shown: str) -> None:
    file = sent("a", PDF)
    file._name = name  # type: ignore[attr-defined]
    assert send(file).message.attachments.get().name == shown


def test_the_same_send_is_stored_once_and_leaves_no_second_file(send: Say, general: Room) -> None:
    first = send(sent("a.png", picture()), body="look")
    files = stored_files()
    again = send(sent("a.png", picture()), body="look")
    assert not again.is_new
    assert again.message == first.message
    assert stored_files() == files


def test_one_form_with_other_files_is_another_message(send: Say) -> None:
    # The Back button brings a composer back with its nonce.
    assert send(sent("a.pdf", PDF)).is_new
    assert send(sent("b.pdf", PDF)).is_new
    assert send(sent("a.pdf", PDF + b"more")).is_new
    assert not send(sent("b.pdf", PDF)).is_new


def test_files_sent_again_with_what_was_typed_over_stay_with_the_first(send: Say, alice: User) -> None:
    send(sent("a.pdf", PDF), body="one")
    files: list[UploadedFile] = [sent("a.pdf", PDF)]
    assert uploads.not_sent_before(files, alice, "nonce-of-a-send", "two") == []
    # A retry is not typed over, and neither is another composer.
    assert uploads.not_sent_before(files, alice, "nonce-of-a-send", "one") == files
    assert uploads.not_sent_before(files, alice, "nonce-of-another", "two") == files


def test_a_refused_message_leaves_no_file(send: Say, general: Room) -> None:
    with pytest.raises(ValidationError):
        send(sent("a.pdf", PDF), body="x" * 4001)
    assert stored_files() == []


def test_a_message_that_could_not_be_stored_leaves_no_file(send: Say, monkeypatch) -> None:
    def fail(*arguments: Any) -> None:
        raise DatabaseError("full")

    monkeypatch.setattr(uploads, "attach", fail)
    with pytest.raises(DatabaseError):
        send(sent("a.pdf", PDF))
    assert (stored_files(), Message.objects.count()) == ([], 0)


@pytest.mark.django_db(transaction=True)
def test_what_goes_wrong_after_a_message_was_stored_takes_none_of_its_files(
    general: Room, alice: User, monkeypatch
) -> None:
    def break_off() -> None:
        with uploads.kept([sent("a.pdf", PDF)]) as attachments:
            conversation.post(general.pk, alice, "", "nonce-of-a-send", attachments=attachments)
            raise RuntimeError("the line broke")

    with pytest.raises(RuntimeError):
        break_off()
    assert stored_files() == [Attachment.objects.get().file.name]


def test_deleting_a_message_deletes_its_files_once_that_is_certain(
    send: Say, django_capture_on_commit_callbacks
) -> None:
    message = send(sent("a.png", picture())).message
    other = send(sent("b.png", picture()), nonce="nonce-of-another").message
    with django_capture_on_commit_callbacks(execute=True):
        deleted = conversation.delete(message)
        assert len(stored_files()) > 4
    assert not deleted.has_files
    assert list(Attachment.objects.values_list("message", flat=True)) == [other.pk]
    assert stored_files() == sorted(other.attachments.get().files())


def test_a_storage_that_is_away_does_not_keep_a_message_from_being_deleted(
    send: Say, django_capture_on_commit_callbacks, monkeypatch
) -> None:
    message = send(sent("a.png", picture())).message

    def fail(name: str) -> None:
        raise OSError("away")

    monkeypatch.setattr(InMemoryStorage, "delete", lambda storage, name: fail(name))
    with django_capture_on_commit_callbacks(execute=True):
        assert conversation.delete(message).deleted


def test_a_deleted_room_takes_its_files_along(send: Say, general: Room, django_capture_on_commit_callbacks) -> None:
    send(sent("a.png", picture()))
    with django_capture_on_commit_callbacks(execute=True):
        conversation.delete_room(general.pk)
    assert stored_files() == []


def test_the_words_beside_files_may_be_taken_away(send: Say, say: Callable[..., Message], alice: User) -> None:
    assert conversation.edit(send(sent("a.pdf", PDF), body="look").message, "").body == ""
    with pytest.raises(ValidationError):
        conversation.edit(say(alice, "look"), "")


def test_messages_without_files_need_no_query_more_and_many_with_files_one(
    send: Say, say: Callable[..., Message], general: Room, alice: User, django_assert_num_queries
) -> None:
    start = general.version
    say(alice, "one")
    general.refresh_from_db()
    with django_assert_num_queries(1):
        newest(general)
    with django_assert_num_queries(2):
        changes_since(general.pk, start)
    for number in range(3):
        send(sent(f"{number}.pdf", PDF), sent("b.pdf", PDF), nonce=f"nonce-of-send-{number}")
    general.refresh_from_db()
    with django_assert_num_queries(2):
        assert sum(len(message.attachments.all()) for message in newest(general).messages if message.has_files) == 6
    with django_assert_num_queries(3):
        changes = changes_since(general.pk, start)
        assert sum(len(message.attachments.all()) for message in changes.born if message.has_files) == 6


def test_posting_files_needs_one_query_more(general: Room, alice: User, django_assert_max_num_queries) -> None:
    with uploads.kept([sent("a.pdf", PDF), sent("b.pdf", PDF)]) as attachments, django_assert_max_num_queries(7):
        conversation.post(general.pk, alice, "", "nonce-of-a-send", attachments=attachments)


def test_the_page_shows_pictures_with_their_size_and_files_with_theirs(send: Say, general: Room, bob: User) -> None:
    send(sent("holiday.png", picture()), sent('a "good" <b>.pdf', PDF))
    page = browser_of(bob).get(f"/rooms/{general.pk}/").text
    shown, file = Attachment.objects.all()
    address = f"/rooms/{general.pk}/files/{shown.pk}/"
    assert (
        f'<img src="{address}400/" srcset="{address}400/ 1.00x, {address}800/ 2.00x" width="400" height="267"' in page
    )
    assert f'<img src="{address}1200/" width="1200" height="800" loading="lazy"' in page
    assert f'href="/rooms/{general.pk}/files/{file.pk}/" download' in page
    assert "a &quot;good&quot; &lt;b&gt;.pdf" in page
    assert f"PDF, {len(PDF)}\xa0bytes" in page
