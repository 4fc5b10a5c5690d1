"""What messages carry, how they were answered and what they said before, in Admin."""

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts import admin_lists
from accounts.models import User
from rooms import conversation, uploads
from rooms.models import Attachment, Message, Reaction, Room

from .files import PDF, empty_storage, picture, sent, stored_files  # noqa: F401
from .watching import browser_of, see


@pytest.fixture
def browser(db: None) -> Client:
    return browser_of(User.objects.create_superuser("admin"))


def posted(room: Room, author: User, *files, body: str = "look") -> Message:
    with uploads.kept(files) as attachments:
        nonce = f"nonce-{room.messages.count()}"
        message = conversation.post(room.pk, author, body, nonce, attachments=attachments, paced=False).message
    room.refresh_from_db()
    return message


def delete(browser: Client, thing: Attachment | Reaction) -> None:
    address = f"/admin/rooms/{thing._meta.model_name}/{thing.pk}/delete/"
    assert browser.get(address).status_code == 200
    assert browser.post(address, {"post": "yes"}).status_code == 302


def test_the_page_of_a_message_shows_its_files_reactions_and_earlier_texts(
    browser: Client, general: Room, alice: User, bob: User
) -> None:
    message = posted(general, alice, sent("a <b>.pdf", PDF), sent("holiday.png", picture()))
    conversation.toggle_reaction(message, bob, "👍")
    conversation.edit(message, "look again", editor=alice)
    page = browser.get(f"/admin/rooms/message/{message.pk}/change/").text
    for file in message.attachments.all():
        assert f'href="/admin/rooms/attachment/{file.pk}/change/"' in page
        assert f'href="/admin/rooms/attachment/{file.pk}/content/"' in page
        assert f'href="/admin/rooms/attachment/{file.pk}/delete/"' in page
    assert "a &lt;b&gt;.pdf" in page
    assert "800; sent by Alice" in page
    assert "👍 1: Bob" in page
    assert '<pre dir="auto">look</pre>' in page
    assert "until Alice edited it" in page


def test_a_plain_message_has_none_of_that(browser: Client, general: Room, alice: User) -> None:
    message = posted(general, alice)
    page = browser.get(f"/admin/rooms/message/{message.pk}/change/").text
    for part in ("/content/", "message__id__exact", "until "):
        assert part not in page
    assert browser.get("/admin/rooms/message/add/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_a_deleted_file_leaves_open_pages_and_the_storage(browser: Client, general: Room, alice: User) -> None:
    message = posted(general, alice, sent("one.pdf", PDF), sent("two.pdf", PDF + b"2"))
    one, two = message.attachments.all()
    seen = see(alice, general, lambda: delete(browser, one), f'id="m{message.position}"')
    assert "two.pdf" in seen.text
    assert "one.pdf" not in seen.text
    assert stored_files() == list(two.files())
    general.refresh_from_db()
    message.refresh_from_db()
    assert message.version == general.version
    assert message.body == "look"


def test_the_last_file_goes_and_the_text_stays(browser: Client, general: Room, alice: User) -> None:
    message = posted(general, alice, sent("one.pdf", PDF))
    delete(browser, message.attachments.get())
    message.refresh_from_db()
    assert (message.body, message.has_files, message.deleted) == ("look", False, None)


def test_a_message_that_was_only_a_file_is_deleted_with_it(browser: Client, general: Room, alice: User) -> None:
    message = posted(general, alice, sent("one.pdf", PDF), body="")
    delete(browser, message.attachments.get())
    message.refresh_from_db()
    assert message.deleted
    assert not Attachment.objects.exists()


def test_a_file_that_somebody_else_deleted_takes_no_version(general: Room, alice: User) -> None:
    message = posted(general, alice, sent("one.pdf", PDF))
    file = message.attachments.get()
    conversation.remove_file(file)
    general.refresh_from_db()
    version = general.version
    conversation.remove_file(file)
    general.refresh_from_db()
    assert general.version == version


def test_several_files_are_deleted_at_once(
    browser: Client, general: Room, alice: User, django_capture_on_commit_callbacks
) -> None:
    message = posted(general, alice, sent("one.pdf", PDF), sent("two.pdf", PDF))
    keys = [file.pk for file in message.attachments.all()]
    data = {"action": "delete_selected", "_selected_action": keys, "post": "yes"}
    with django_capture_on_commit_callbacks(execute=True):
        assert browser.post("/admin/rooms/attachment/", data).status_code == 302
    assert stored_files() == []
    message.refresh_from_db()
    assert (message.body, message.has_files) == ("look", False)


def test_the_content_is_for_who_may_see_it_in_admin_and_safe(
    browser: Client, general: Room, alice: User, client: Client
) -> None:
    file = posted(general, alice, sent("page.html", b"<!doctype html><script>alert(1)</script>")).attachments.get()
    address = f"/admin/rooms/attachment/{file.pk}/content/"
    answer = browser.get(address)
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert client.get(address).status_code == 302
    staff = User.objects.create_user("staff", password="x", is_staff=True)
    assert browser_of(staff).get(address).status_code == 403
    default_storage.delete(str(file.file.name))
    assert browser.get(address).status_code == 404


def test_files_are_found_by_name_and_by_person_and_cannot_be_changed(
    browser: Client, general: Room, alice: User, bob: User
) -> None:
    posted(general, alice, sent("plan.pdf", PDF))
    posted(general, bob, sent("notes.pdf", PDF))
    for word, name in (("plan", "plan.pdf"), ("bob", "notes.pdf")):
        page = browser.get("/admin/rooms/attachment/", {"q": word})
        assert [file.name for file in page.context["cl"].result_list] == [name]
    assert browser.get("/admin/rooms/attachment/add/").status_code == 403
    assert (
        browser.post(f"/admin/rooms/attachment/{Attachment.objects.earliest('pk').pk}/change/", {}).status_code == 403
    )


@pytest.mark.django_db(transaction=True)
def test_a_deleted_reaction_leaves_open_pages(browser: Client, general: Room, alice: User, bob: User) -> None:
    message = posted(general, alice)
    conversation.toggle_reaction(message, alice, "👍")
    conversation.toggle_reaction(message, bob, "🎉")
    general.refresh_from_db()
    reaction = Reaction.objects.get(user=bob)
    assert "🎉" in browser.get("/admin/rooms/reaction/", {"message__id__exact": message.pk}).text
    seen = see(alice, general, lambda: delete(browser, reaction), f'id="m{message.position}"')
    assert "👍" in seen.text
    assert "🎉" not in seen.text
    general.refresh_from_db()
    conversation.remove_reaction(reaction)
    version = general.version
    general.refresh_from_db()
    assert general.version == version


def test_no_list_counts_a_whole_table(browser: Client, general: Room, alice: User, monkeypatch) -> None:
    monkeypatch.setattr(admin_lists, "MOST_COUNTED", 3)
    for _ in range(5):
        conversation.toggle_reaction(posted(general, alice, sent("a.pdf", PDF)), alice, "👍")
    for model in ("message", "attachment", "reaction"):
        with CaptureQueriesContext(connection) as queries:
            page = browser.get(f"/admin/rooms/{model}/")
        assert "3 or more" in page.text, model
        assert not [query for query in queries if "COUNT(" in query["sql"]], model
        assert "3 or more" not in browser.get(f"/admin/rooms/{model}/", {"q": "nobody said this"}).text
