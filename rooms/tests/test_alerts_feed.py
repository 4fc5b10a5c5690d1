"""My alerts as an Atom feed behind a link that only I know."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from lxml import etree  # type: ignore[import-untyped]

from accounts import blocks
from accounts.models import User
from alerts import feed
from alerts.models import Alert, Delivery
from rooms import conversation
from rooms.models import Membership, Message, Room

Say = Callable[..., Message]

ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def link(bob: User) -> str:
    feed.begin(bob)
    return feed.address_of(Delivery.objects.get(user=bob))


def values(content: bytes, path: str) -> list[str]:
    return [str(found) for found in etree.fromstring(content).xpath(path, namespaces=ATOM)]


def test_a_feed_tells_what_calls_me_the_newest_first(alice: User, bob: User, say: Say, link: str) -> None:
    say(alice, "@bob `<i>one</i>` & more")
    say(alice, "@bob two")
    answer = Client().get(link)
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert answer["Cache-Control"] == "private, no-cache"
    assert values(answer.content, "//a:entry/a:title/text()") == ["Alice mentioned you in General"] * 2
    newest, oldest = Alert.objects.order_by("-pk")
    # A summary is HTML, in which what was written is text.
    assert values(answer.content, "//a:entry/a:summary/text()") == [
        "@bob two",
        "@bob &lt;i&gt;one&lt;/i&gt; &amp; more",
    ]
    links = [f"http://testserver/alerts/{alert.pk}/" for alert in (newest, oldest)]
    assert values(answer.content, "//a:entry/a:link/@href") == links
    assert values(answer.content, "//a:entry/a:id/text()") == links
    assert values(answer.content, "//a:entry/a:author/a:name/text()") == ["Alice", "Alice"]
    assert values(answer.content, "/a:feed/a:author/a:name/text()") == ["Parley"]
    assert values(answer.content, "/a:feed/a:link[@rel='self']/@href") == [f"http://testserver{link}"]


def test_a_feed_is_in_my_language(alice: User, bob: User, say: Say, link: str) -> None:
    User.objects.filter(pk=bob.pk).update(language="fa")
    say(alice, "@bob")
    content = Client().get(link).content
    assert values(content, "/a:feed/@xml:lang") == ["fa"]
    assert "mentioned" not in content.decode()


@pytest.mark.parametrize("deed", ["left", "lost", "blocked", "deleted"])
def test_what_I_may_not_see_any_more_is_not_told(
    alice: User, bob: User, say: Say, general: Room, link: str, deed: str
) -> None:
    message = say(alice, "@bob a secret")
    assert "a secret" in Client().get(link).text
    mine = Membership.objects.filter(room=general, user=bob)
    match deed:
        case "left":
            conversation.remove_member(mine.get())
        case "lost":
            mine.delete()
        case "blocked":
            blocks.block(bob, alice)
        case "deleted":
            conversation.delete(message)
    answer = Client().get(link)
    assert answer.status_code == 200
    assert "a secret" not in answer.text


def test_an_invitation_is_told_to_who_does_not_belong_there_yet(alice: User, carol: User, general: Room) -> None:
    feed.begin(carol)
    conversation.invite(general.pk, alice, carol)
    answer = Client().get(feed.address_of(Delivery.objects.get(user=carol)))
    assert values(answer.content, "//a:entry/a:title/text()") == ["Alice invited you to General"]


def test_asking_again_for_what_has_not_changed_costs_no_content(alice: User, bob: User, say: Say, link: str) -> None:
    say(alice, "@bob one")
    first = Client().get(link)
    by_tag = {"If-None-Match": first["ETag"]}
    by_time = {"If-Modified-Since": first["Last-Modified"]}
    for asked in (by_tag, by_time):
        answer = Client().get(link, headers=asked)
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer["ETag"] == first["ETag"]
    # What is withdrawn is a change as well, and within the same second.
    Alert.objects.all().delete()
    for asked in (by_tag, by_time):
        answer = Client().get(link, headers=asked)
        assert answer.status_code == 200
        assert "one" not in answer.text


def test_an_empty_feed_stays_the_same(link: str) -> None:
    first = Client().get(link)
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        assert Client().get(link)["ETag"] == first["ETag"]


def test_whoever_asks_too_often_is_slowed_down(link: str) -> None:
    with time_machine.travel(timezone.now(), tick=False):
        answers = [Client().get(link) for _ in range(feed.PER_MINUTE + 1)]
    assert [answer.status_code for answer in answers[:-1]] == [200] * feed.PER_MINUTE
    assert answers[-1].status_code == 429
    assert answers[-1]["Retry-After"] == "60"
    cache.clear()
    assert Client().get(link).status_code == 200


def test_a_link_cannot_be_guessed(bob: User, link: str) -> None:
    name = Delivery.objects.get(user=bob).feed
    assert name
    signature = link.rstrip("/").rpartition(".")[2]
    for token in (name, f"{name}.", f"{name}.{signature[:-1]}", f".{signature}", "nonsense"):
        assert Client().get(f"/alerts/feed/{token}/").status_code == 404
    assert Client().get(link).status_code == 200
    assert Client().post(link).status_code == 405


def test_a_feed_ends_with_the_account(bob: User, link: str) -> None:
    bob.is_active = False
    bob.save()
    assert Client().get(link).status_code == 404


def test_what_xml_cannot_hold_does_not_break_a_feed(alice: User, bob: User, link: str) -> None:
    Alert.objects.create(user=bob, actor=alice, content="a bell\x07 and an end\x1b", place="here")
    assert values(Client().get(link).content, "//a:entry/a:summary/text()") == ["a bell and an end"]
