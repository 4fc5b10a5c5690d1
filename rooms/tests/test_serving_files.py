"""Files go to members only, and never as anything that a browser would run."""

import re
from collections.abc import Callable

import pytest
from django.core.files.storage import default_storage
from django.http import FileResponse
from django.test import Client

from accounts.models import User
from rooms import conversation, uploads
from rooms.models import Attachment, Membership, Room

from .files import HTML, PDF, SVG, moving_picture, opened, picture, sent
from .watching import browser_of

Put = Callable[..., Attachment]


@pytest.fixture
def put(general: Room, alice: User) -> Put:
    def post(name: str, content: bytes) -> Attachment:
        with uploads.kept([sent(name, content)]) as attachments:
            conversation.post(general.pk, alice, "", f"nonce-{name}-{len(content)}"[:60], attachments=attachments)
        return attachments[0]

    return post


def content_of(answer: object) -> bytes:
    assert isinstance(answer, FileResponse)
    return b"".join(answer.streaming_content)  # type: ignore[arg-type]


def test_a_picture_is_shown_and_its_previews_too(put: Put, bob: User) -> None:
    attachment = put("holiday.png", picture())
    answer = browser_of(bob).get(attachment.get_absolute_url())
    assert answer["Content-Type"] == "image/png"
    assert answer["Content-Disposition"] == 'inline; filename="holiday.png"'
    content = content_of(answer)
    assert answer["Content-Length"] == str(len(content))
    assert opened(content).size == (1200, 800)
    for small in attachment.previews:
        answer = browser_of(bob).get(f"{attachment.get_absolute_url()}{small['width']}/")
        assert answer["Content-Type"] == "image/webp"
        assert opened(content_of(answer)).size == (small["width"], small["height"])


@pytest.mark.parametrize("name", ["a.html", "a.svg", "a.pdf", "photo.png"])
@pytest.mark.parametrize("content", [HTML, SVG, PDF, b"%!PS", b"words", b"\x00\x01"])
def test_everything_else_is_a_download_of_no_type(put: Put, bob: User, name: str, content: bytes) -> None:
    answer = browser_of(bob).get(put(name, content).get_absolute_url())
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    assert content_of(answer) == content


@pytest.mark.parametrize(("name", "content"), [("a.png", picture()), ("a.gif", moving_picture()), ("a.svg", SVG)])
def test_a_file_can_do_nothing_whatever_a_browser_takes_it_for(put: Put, bob: User, name: str, content: bytes) -> None:
    answer = browser_of(bob).get(put(name, content).get_absolute_url())
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].replace(" ;", ";").strip() == "default-src 'none'; sandbox"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"


def test_a_file_is_sent_as_it_is_and_not_compressed(put: Put, bob: User) -> None:
    answer = browser_of(bob).get(put("a.txt", b"words " * 500).get_absolute_url(), headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in answer
    assert answer["Content-Length"] == "3000"


def test_a_name_in_any_script_comes_along(put: Put, bob: User) -> None:
    answer = browser_of(bob).get(put("отчёт.pdf", PDF).get_absolute_url())
    assert "filename*=utf-8''%D0%BE" in answer["Content-Disposition"]


def test_what_a_browser_has_is_not_sent_again_but_asked_for_each_time(put: Put, bob: User) -> None:
    attachment = put("a.png", picture())
    browser = browser_of(bob)
    answer = browser.get(attachment.get_absolute_url())
    assert answer["Cache-Control"] == "private, no-cache"
    again = browser.get(attachment.get_absolute_url(), headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    conversation.remove_member(Membership.objects.get(user=bob))
    refused = browser.get(attachment.get_absolute_url(), headers={"If-None-Match": answer["ETag"]})
    assert refused.status_code == 403


def test_nobody_else_gets_a_file(put: Put, carol: User) -> None:
    url = put("a.png", picture()).get_absolute_url()
    for address in (url, f"{url}400/"):
        assert browser_of(carol).get(address).status_code == 403
        answer = Client().get(address)
        assert answer.status_code == 302
        assert "/accounts/login/" in answer["Location"]
        assert Client().post(address).status_code == 405


def test_a_file_of_another_room_is_not_found_by_way_of_ones_own(put: Put, alice: User, carol: User) -> None:
    attachment = put("a.png", picture())
    own = conversation.create_room("Carol's", carol)
    assert browser_of(carol).get(f"/rooms/{own.pk}/files/{attachment.pk}/").status_code == 404
    assert browser_of(carol).get(f"/rooms/{own.pk}/files/{attachment.pk}/400/").status_code == 404


def test_a_deleted_message_s_files_are_gone(put: Put, general: Room, bob: User) -> None:
    attachment = put("a.png", picture())
    conversation.delete(attachment.message)
    assert browser_of(bob).get(attachment.get_absolute_url()).status_code == 404


def test_sizes_that_do_not_exist_are_not_found(put: Put, bob: User) -> None:
    url = put("a.png", picture()).get_absolute_url()
    for rest in ("401/", "0/", "999999999999/"):
        assert browser_of(bob).get(url + rest).status_code == 404
    assert browser_of(bob).get(re.sub(r"\d+/$", "987654/", url)).status_code == 404


def test_a_file_that_the_storage_has_lost_is_not_found(put: Put, bob: User) -> None:
    attachment = put("a.png", picture())
    default_storage.delete(str(attachment.file.name))
    assert browser_of(bob).get(attachment.get_absolute_url()).status_code == 404
