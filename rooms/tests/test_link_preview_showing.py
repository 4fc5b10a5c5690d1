"""From a link in a message to what everybody in the room sees of it, and what becomes of that."""

import gzip
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.db import connections
from django.utils import timezone

from accounts.models import User
from rooms import access, conversation, fragments
from rooms.feed.changes import changes_since
from rooms.models import LinkPreview, Message, Room
from rooms.previews import worker
from rooms.previews.waiting import Job, Waiting, waiting

from .files import SVG, empty_storage, moving_picture, opened, picture, stored_files  # noqa: F401
from .hostile_web import Answer, Web, answer, page, redirect
from .test_serving_files import content_of
from .watching import browser_of, see

# What waits, waits until it has committed.
pytestmark = pytest.mark.django_db(transaction=True)

Say = Callable[..., Message]
HEAD = (
    '<title>Window</title><meta property="og:title" content="The &lt;b&gt;news"><meta name="description"'
    ' content="What happened"><meta property="og:image" content="/a.png">'
)


@pytest.fixture(autouse=True)
def looking(monkeypatch: pytest.MonkeyPatch) -> Waiting:
    """As in a process that answers pages, but nobody looks before the test says so."""
    monkeypatch.setattr(waiting, "is_open", True)
    while not waiting.jobs.empty():
        waiting.jobs.get_nowait()
    return waiting


def look(web: Web) -> None:
    while not waiting.jobs.empty():
        worker.do(waiting.jobs.get_nowait(), web.guard())


@pytest.fixture(autouse=True)
def _keep_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test's own thread looks here, and goes on with its database."""
    monkeypatch.setattr(connections, "close_all", lambda: None)


@pytest.fixture
def news(web: Web) -> str:
    web.answers |= {"/": page(HEAD), "/a.png": answer(picture(), "image/png")}
    return web.url("/")


def shown(message: Message) -> str:
    message.refresh_from_db()
    return fragments.render(message)


def at(message: Message, action: str) -> str:
    return f"/rooms/{message.room_id}/messages/{message.position}/{action}/"


def test_what_is_behind_a_link_is_shown_after_the_message(general: Room, alice: User, say: Say, web: Web, news: str):
    message = say(alice, f"read {news} now")
    assert "preview" not in shown(message)
    assert web.asked == []
    look(web)
    html = shown(message)
    assert f'href="{news}" rel="nofollow noopener noreferrer" dir="auto">The &lt;b&gt;news</a>' in html
    assert '<p class="preview-words" dir="auto">What happened</p>' in html
    assert '<span class="preview-host" dir="ltr">news.example</span>' in html
    key = LinkPreview.objects.get().pk
    assert f'src="/rooms/{general.pk}/previews/{key}/" width="405" height="270"' in html
    assert message.position < message.version
    general.refresh_from_db()
    assert general.version == message.version


def test_it_is_one_change_of_the_room_that_open_pages_and_those_that_were_away_get(
    general: Room, alice: User, bob: User, say: Say, web: Web, news: str
) -> None:
    message = say(alice, news)
    before = message.version
    general.refresh_from_db()
    assert "The &lt;b&gt;news" in see(bob, general, lambda: look(web), "preview-title").text
    changes = changes_since(general.pk, before)
    assert (changes.version, [each.pk for each in changes.altered]) == (before + 1, [message.pk])
    bobs = browser_of(bob)
    bobs.get(general.get_absolute_url())
    # What is no longer new to him.
    page_now = bobs.get(general.get_absolute_url()).text
    assert fragments.render(changes.altered[0]).strip() in page_now


def test_a_message_with_a_preview_costs_no_query_more(
    general: Room, alice: User, say: Say, web: Web, news: str, django_assert_num_queries
) -> None:
    message = say(alice, news)
    look(web)
    message = Message.objects.select_related("author").get(pk=message.pk)
    with django_assert_num_queries(0):
        assert "preview-title" in fragments.render(message)


def test_members_get_the_picture_from_us_and_nobody_else_does(
    general: Room, alice: User, bob: User, carol: User, say: Say, web: Web, news: str
) -> None:
    say(alice, news)
    look(web)
    address = f"/rooms/{general.pk}/previews/{LinkPreview.objects.get().pk}/"
    got = browser_of(bob).get(address)
    assert (got["Content-Type"], got["Cache-Control"]) == ("image/webp", "private, no-cache")
    assert got["Content-Security-Policy"].replace(" ;", ";").strip() == "default-src 'none'; sandbox"
    drawn = opened(content_of(got))
    assert (drawn.format, drawn.size) == ("WEBP", (405, 270))
    assert browser_of(bob).get(address, headers={"If-None-Match": got["ETag"]}).status_code == 304
    assert browser_of(carol).get(address).status_code == 403
    own = conversation.create_room("Carol's", carol)
    assert browser_of(carol).get(address.replace(f"/{general.pk}/", f"/{own.pk}/", 1)).status_code == 404
    # Once when it was fetched, and never by those who look.
    assert len(web.asked) == 2


@pytest.mark.parametrize(
    "sent",
    [
        answer(SVG, "image/svg+xml"),
        answer(SVG, "image/png"),
        answer(b"<script>", "image/png"),
        answer(picture()[:200], "image/png"),
        answer(picture("BMP", (10, 10)), "image/bmp"),
        answer(picture(size=(8000, 8000)), "image/png"),
        answer(moving_picture(size=(4000, 4000)), "image/gif"),
        answer(b"x" * 5_100_000, "image/png"),
        answer(gzip.compress(b"\0" * 50_000_000), "image/png", head="Content-Encoding: gzip\r\n"),
        answer(picture(), "text/html"),
        answer(status="404 Not Found"),
        redirect("http://127.0.0.1/a.png"),
        redirect("data:image/png;base64,AAAA"),
    ],
    ids=["svg", "lying svg", "script", "torn", "bmp", "bomb", "frames", "huge", "gzip", "type", "404", "home", "data"],
)
def test_without_a_good_picture_the_words_are_shown(general: Room, alice: User, say: Say, web: Web, sent: Answer):
    web.answers |= {"/": page(HEAD), "/a.png": sent}
    message = say(alice, web.url("/"))
    look(web)
    html = shown(message)
    assert "preview-title" in html
    assert "preview-picture" not in html
    assert stored_files() == []


@pytest.mark.parametrize(
    "body",
    [
        "no link",
        "`http://news.example/`",
        "http://testserver/rooms/1/",
        "http://localhost/",
        "mailto:alice@news.example",
        "[a](http://alice:secret@news.example/)",
    ],
)
def test_what_has_no_link_to_elsewhere_is_not_looked_at(alice: User, say: Say, settings, body: str) -> None:
    settings.ALLOWED_HOSTS = ["testserver", "localhost"]
    say(alice, body)
    assert waiting.jobs.empty()


def test_the_first_link_to_elsewhere_counts(alice: User, say: Say, settings) -> None:
    settings.ALLOWED_HOSTS = ["chat.example"]
    message = say(alice, "http://chat.example/ then [this](https://one.example/?a=b&c) and https://two.example/")
    job = Job(message.pk, message.room_id, "https://one.example/?a=b&c")
    assert waiting.jobs.get_nowait() == job
    assert waiting.jobs.empty()


def test_where_nobody_looks_nothing_waits(alice: User, say: Say, looking: Waiting) -> None:
    looking.is_open = False
    say(alice, "https://news.example/")
    assert waiting.jobs.empty()


def test_the_host_can_have_it_off(settings, looking: Waiting) -> None:
    looking.is_open = settings.LINK_PREVIEWS = False
    worker.start()
    assert not looking.is_open


def test_when_too_much_waits_nobody_waits_for_it() -> None:
    few = Waiting(2)
    for number in range(5):
        few.add(Job(number, 1, "https://news.example/"))
    assert [few.jobs.get_nowait().message for _ in range(few.jobs.qsize())] == [0, 1]


def test_what_goes_wrong_elsewhere_is_no_news_here(alice: User, say: Say, web: Web, caplog) -> None:
    for path in ("/missing", "/loop"):
        web.answers["/loop"] = redirect("/loop")
        message = say(alice, web.url(path))
        look(web)
        assert "preview" not in shown(message)
    say(alice, "http://127.0.0.1/")
    look(web)
    assert caplog.text == ""
    assert not LinkPreview.objects.exists()


def test_what_was_nothing_is_not_asked_for_again_at_once(alice: User, say: Say, web: Web) -> None:
    for _ in range(3):
        say(alice, web.url("/missing"))
    look(web)
    assert len(web.asked) == 1


def test_what_was_found_lately_is_not_asked_for_again_for_a_day(alice: User, say: Say, web: Web, news: str) -> None:
    first, second = say(alice, news), say(alice, news)
    look(web)
    assert len(web.asked) == 2
    assert shown(first).count("preview-picture") == shown(second).count("preview-picture") == 1
    assert len(stored_files()) == 2
    conversation.delete(first)
    assert "preview-picture" in shown(second)
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        say(alice, news)
        look(web)
    assert len(web.asked) == 4


def test_an_edit_that_keeps_the_link_keeps_what_is_shown(alice: User, say: Say, web: Web, news: str) -> None:
    message = say(alice, news)
    look(web)
    conversation.edit(message, f"now with words: {news}")
    look(web)
    assert "preview-title" in shown(message)
    assert len(web.asked) == 2


def test_an_edit_that_takes_the_link_out_takes_all_of_it(alice: User, say: Say, web: Web, news: str) -> None:
    message = say(alice, news)
    look(web)
    conversation.edit(message, "nothing to see")
    assert "preview" not in shown(message)
    assert stored_files() == []
    assert not LinkPreview.objects.exists()


def test_an_edit_to_another_link_shows_that(alice: User, say: Say, web: Web, news: str) -> None:
    web.answers["/other"] = page("<title>Other</title>")
    message = say(alice, news)
    look(web)
    conversation.edit(message, web.url("/other"))
    look(web)
    html = shown(message)
    assert ">Other</a>" in html
    assert "preview-picture" not in html


def test_a_link_that_is_gone_by_the_time_it_was_fetched_is_not_shown(
    alice: User, say: Say, web: Web, news: str
) -> None:
    edited, deleted = say(alice, news), say(alice, news)
    conversation.edit(edited, "no link")
    conversation.delete(deleted)
    look(web)
    assert "preview" not in shown(edited) + shown(deleted)
    assert stored_files() == []


def test_deleting_a_message_or_its_room_deletes_the_picture(
    general: Room, alice: User, say: Say, web: Web, news: str
) -> None:
    first, _ = say(alice, news), say(alice, news)
    look(web)
    assert len(stored_files()) == 2
    conversation.delete(first)
    assert "preview" not in shown(first)
    assert len(stored_files()) == 1
    conversation.delete_room(general.pk)
    assert stored_files() == []


@pytest.mark.parametrize("name", ["alice", "bob"])
def test_who_wrote_it_and_who_moderates_take_it_away_for_good(
    alice: User, bob: User, say: Say, web: Web, news: str, name: str
) -> None:
    message = say(bob, news)
    look(web)
    browser = browser_of({"alice": alice, "bob": bob}[name])
    for headers in ({}, {"HX-Request": "true"}):
        assert "Remove preview" in browser.get(at(message, "actions"), headers=headers).text
    assert browser.post(at(message, "preview/remove"))["Location"] == message.get_absolute_url()
    assert "preview" not in shown(message)
    assert stored_files() == []
    version = message.version
    assert "Remove preview" not in browser.get(at(message, "actions")).text
    # Again, it does nothing; and an edit that keeps the link doesn't bring it back.
    assert browser.post(at(message, "preview/remove"), headers={"HX-Request": "true"}).status_code == 200
    conversation.edit(message, f"{news} again")
    look(web)
    assert "preview" not in shown(message)
    assert message.version == version + 1


def test_nobody_else_takes_it_away(
    general: Room, alice: User, bob: User, carol: User, say: Say, web: Web, news: str
) -> None:
    message = say(alice, news)
    look(web)
    address = at(message, "preview/remove")
    assert "Remove preview" not in browser_of(bob).get(at(message, "actions")).text
    refused = browser_of(bob).post(address, headers={"HX-Request": "true"})
    assert refused.status_code == 403
    assert "can remove its preview" in refused.text
    assert browser_of(carol).post(address).status_code == 403
    assert browser_of(alice).get(address).status_code == 405
    assert "preview-title" in shown(message)
    with pytest.raises(access.NotAMember):
        conversation.remove_preview(message, carol)
