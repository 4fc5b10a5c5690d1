"""What the composer answers when files come with a text."""

import pytest

from accounts.models import User
from rooms.models import Attachment, Message, Room

from .files import PDF, picture, sent
from .watching import browser_of

HTMX = {"HX-Request": "true"}
NONCE = "nonce-of-a-send"


def test_files_come_with_their_text(general: Room, alice: User) -> None:
    files = [sent("a.png", picture()), sent("b.pdf", PDF)]
    answer = browser_of(alice).post(
        f"/rooms/{general.pk}/messages/",
        {"body": "look ", "nonce": NONCE, "composer": NONCE, "files": files},
        headers=HTMX,
    )
    assert answer.status_code == 200
    message = Message.objects.get()
    assert (message.body, [str(file) for file in message.attachments.all()]) == ("look", ["a.png", "b.pdf"])


def test_a_retry_with_a_space_behind_it_is_the_same_message(general: Room, alice: User) -> None:
    for _ in range(2):
        data = {"body": "look ", "nonce": NONCE, "files": [sent("b.pdf", PDF)]}
        assert browser_of(alice).post(f"/rooms/{general.pk}/messages/", data).status_code == 302
    assert (Message.objects.count(), Attachment.objects.count()) == (1, 1)


def test_a_composer_typed_over_on_a_slow_line_sends_its_files_once(general: Room, alice: User) -> None:
    for body in ("one", "two", "one"):
        data = {"body": body, "nonce": NONCE, "files": [sent("b.pdf", PDF)]}
        browser_of(alice).post(f"/rooms/{general.pk}/messages/", data)
    assert [(message.body, message.has_files) for message in Message.objects.all()] == [("one", True), ("two", False)]


@pytest.mark.parametrize("headers", [HTMX, {}])
def test_a_refusal_names_the_file_and_keeps_the_text(general: Room, alice: User, settings, headers) -> None:
    settings.UPLOAD_MAX_BYTES = 10
    answer = browser_of(alice).post(
        f"/rooms/{general.pk}/messages/",
        {"body": "line\nline", "nonce": NONCE, "composer": NONCE, "long": "1", "files": [sent("b.pdf", PDF)]},
        headers=headers,
    )
    assert answer.status_code == 422
    assert "“b.pdf” is too large" in answer.text
    assert ">line\nline</textarea>" in answer.text
    # Without a script the browser forgets what was chosen.
    assert ("Choose the files again." in answer.text) == (not headers)
    assert not Message.objects.exists()


def test_files_of_somebody_who_is_no_member_are_not_even_looked_at(general: Room, carol: User) -> None:
    data = {"body": "", "nonce": NONCE, "files": [sent("b.pdf", PDF)]}
    assert browser_of(carol).post(f"/rooms/{general.pk}/messages/", data).status_code == 403
    assert not Attachment.objects.exists()


def test_write_longer_keeps_the_composer_s_name_so_that_its_files_stay(general: Room, alice: User) -> None:
    data = {"body": "so far", "composer": "key-of-a-composer", "files": [sent("b.pdf", PDF)]}
    answer = browser_of(alice).post(f"/rooms/{general.pk}/composer/longer/", data, headers=HTMX)
    assert 'id="attach-key-of-a-composer"' in answer.text
    assert ">so far</textarea>" in answer.text


def test_chosen_files_can_be_taken_back(general: Room, alice: User, carol: User) -> None:
    url = f"/rooms/{general.pk}/composer/files/"
    chosen = browser_of(alice).get(url, {"composer": "key-of-a-composer"}, headers=HTMX).text
    assert "Remove the files" in chosen
    none = browser_of(alice).get(url, {"composer": "key-of-a-composer", "none": "1"}, headers=HTMX).text
    assert 'id="files-key-of-a-composer"' in none
    assert "<b>" not in browser_of(alice).get(url, {"composer": "<b>", "none": "1"}, headers=HTMX).text
    assert browser_of(carol).get(url).status_code == 403
