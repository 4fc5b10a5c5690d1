from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from accounts.models import User
from rooms import conversation, uploads
from rooms.models import Membership, Message, Room
from rooms.search import parse, search
from rooms.search.operators import HAS, Has

from .files import PDF, empty_storage, picture, sent  # noqa: F401

Say = Callable[..., Message]


def found(user: User, text: str) -> list[str]:
    query = parse(text, user)
    assert not query.problems
    return [hit.message.body for hit in search(query, user).hits]


def problem(user: User, text: str) -> str:
    """Return the one problem there is with ``text``; nothing may be looked for then."""
    query = parse(text, user)
    assert len(query.problems) == 1
    assert query.text == text
    assert not search(query, user).hits
    return str(query.problems[0])


def test_from_finds_by_user_name_and_display_name(general: Room, alice: User, bob: User, say: Say) -> None:
    bob.display_name = "Bob the Builder"
    bob.save()
    say(alice, "tea by Alice")
    say(bob, "tea by Bob")
    assert found(alice, "tea from:bob") == ["tea by Bob"]
    assert found(alice, 'from:"bob the builder"') == ["tea by Bob"]
    assert found(alice, "from:@BOB tea") == ["tea by Bob"]
    assert found(alice, "from:me") == ["tea by Alice"]
    assert found(alice, "from:alice from:bob") == ["tea by Bob", "tea by Alice"]


def test_from_finds_what_somebody_said_before_leaving(general: Room, alice: User, bob: User, say: Say) -> None:
    say(bob, "so long")
    conversation.leave(Membership.objects.get(room=general, user=bob))
    assert found(alice, "from:bob") == ["so long"]


def test_in_finds_in_one_of_my_rooms(general: Room, alice: User, bob: User, say: Say) -> None:
    say(alice, "tea in General")
    tea = conversation.create_room("Tea room", alice)
    conversation.post(tea.pk, alice, "tea in the tea room", "tea-room", paced=False)
    assert found(alice, "tea in:general") == ["tea in General"]
    assert found(alice, 'in:"TEA ROOM" tea') == ["tea in the tea room"]
    assert found(alice, 'in:#general in:"tea room"') == ["tea in the tea room", "tea in General"]


def test_days_are_those_of_my_time_zone(general: Room, alice: User, say: Say) -> None:
    message = say(alice, "late")
    # The 31st in London and Los Angeles, the 1st in Tokyo.
    Message.objects.filter(pk=message.pk).update(created=datetime(2026, 1, 31, 20, 0, tzinfo=UTC))
    for zone, day in (("Europe/London", 31), ("America/Los_Angeles", 31), ("Asia/Tokyo", 32)):
        with timezone.override(ZoneInfo(zone)):
            is_31 = day == 31
            assert bool(found(alice, "late on:2026-01-31")) is is_31
            assert bool(found(alice, "late before:2026-02-01")) is is_31
            assert bool(found(alice, "late after:2026-01-31")) is not is_31
            assert not found(alice, "late before:2026-01-31")
            assert not found(alice, "late after:2026-02-01")
            assert found(alice, "after:2026-01-30 before:2026-02-02") == ["late"]


def test_today_and_yesterday_are_days(general: Room, alice: User, say: Say) -> None:
    say(alice, "now")
    assert found(alice, "on:today") == ["now"]
    assert found(alice, "after:yesterday") == ["now"]
    assert found(alice, "before:today") == []
    with time_machine.travel(datetime(2026, 3, 1, 12, tzinfo=UTC)):
        assert parse("on:yesterday", alice).since == datetime(2026, 2, 28, tzinfo=UTC)


def test_has_finds_links_and_code(general: Room, alice: User, say: Say) -> None:
    say(alice, "see https://example.com/")
    say(alice, "run `make test`")
    say(alice, "HTTP://EXAMPLE.COM/ ```and code```")
    say(alice, "one ` is none, nor is https://")
    assert found(alice, "has:link") == ["HTTP://EXAMPLE.COM/ ```and code```", "see https://example.com/"]
    assert found(alice, "has:code") == ["HTTP://EXAMPLE.COM/ ```and code```", "run `make test`"]
    assert found(alice, "has:code has:link") == ["HTTP://EXAMPLE.COM/ ```and code```"]


def test_what_has_finds_follows_an_edit(general: Room, alice: User, say: Say) -> None:
    message = say(alice, "see https://example.com/")
    conversation.edit(message, "see `nothing`")
    assert found(alice, "has:link") == []
    assert found(alice, "has:code") == ["see `nothing`"]


def test_has_finds_files_and_images(general: Room, alice: User, say: Say) -> None:
    say(alice, "plans without anything")
    for number, (body, file) in enumerate(
        [("plans for the house", sent("plan.pdf", PDF)), ("", sent("holiday.png", picture()))]
    ):
        with uploads.kept([file]) as attachments:
            conversation.post(general.pk, alice, body, f"nonce-files-{number}", attachments=attachments, paced=False)
    assert found(alice, "has:file") == ["", "plans for the house"]
    assert found(alice, "has:image") == [""]
    assert found(alice, "plans has:file") == ["plans for the house"]
    conversation.delete(Message.objects.get(body="plans for the house"))
    assert found(alice, "plans has:file") == []


def test_has_takes_a_condition_for_what_is_no_word_of_a_message(
    general: Room, alice: User, say: Say, monkeypatch
) -> None:
    monkeypatch.setitem(HAS, "change", Has(condition="m.edited IS NOT NULL"))
    say(alice, "as it was")
    conversation.edit(say(alice, "changed"), "changed since")
    assert found(alice, "has:change") == ["changed since"]
    assert found(alice, "was has:change") == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("from:nobody tea", "Nobody in your rooms is called “nobody”."),
        ("from:carol", "Nobody in your rooms is called “carol”."),
        ('in:"No Such Room"', "You are in no room called “No Such Room”."),
        ("in:secret", "You are in no room called “secret”."),
        ("before:yesteryear", "“yesteryear” is no date."),
        ("after:2026-02-30", "“2026-02-30” is no date."),
        ("after:26-02-03", "“26-02-03” is no date."),
        ("on:٢٠٢٦-01-01", "is no date"),
        ("has:cheese", "has:cheese can't be searched for; these can: has:link, has:code"),
        (
            "form:alice tea",
            'There is no form: to search with. To look for these words, put them in quotes: "form:alice"',
        ),
        ("to:alice", "There is no to: to search with."),
        ("is:loud", "is:loud can't be searched for; these can: is:pinned"),
        ("tea from:", "Write something behind from: as in from:alice"),
        ('in:""', "Write something behind in: as in"),
        ("!!! 🎉", "There is no word in this."),
        ("x" * 301, "300 characters at most"),
        ("a b c d e f g h i j k l m n o p q r s t u", "20 words at most"),
    ],
)
def test_what_cannot_be_read_is_explained(
    general: Room, alice: User, bob: User, carol: User, say: Say, text: str, says: str
) -> None:
    say(alice, "tea")
    conversation.create_room("Secret", carol, "private")
    assert says in problem(alice, text)


def test_several_problems_are_all_explained(alice: User) -> None:
    assert len(parse("from:nobody in:nowhere before:never", alice).problems) == 3


def test_is_pinned_finds_what_is_pinned_now(general: Room, alice: User, say: Say) -> None:
    first, second, _ = say(alice, "green tea"), say(alice, "black tea"), say(alice, "no tea")
    conversation.pin(first, alice)
    conversation.pin(second, alice)
    assert found(alice, "is:pinned") == ["black tea", "green tea"]
    assert found(alice, "IS:Pinned green") == ["green tea"]
    conversation.unpin(second, alice)
    assert found(alice, "tea is:pinned") == ["green tea"]


def test_quotes_make_an_operator_a_word(general: Room, alice: User, say: Say) -> None:
    say(alice, "the header From: alice@example.org")
    assert found(alice, '"from:alice"') == ["the header From: alice@example.org"]


def test_dates_at_the_ends_of_time_break_nothing(general: Room, alice: User, say: Say) -> None:
    say(alice, "now")
    for zone in ("Pacific/Kiritimati", "Etc/GMT+12"):
        with timezone.override(ZoneInfo(zone)):
            assert found(alice, "after:0001-01-01") == ["now"]
            assert found(alice, "before:9999-12-31") == ["now"]
            assert found(alice, "after:9999-12-31") == []
            assert found(alice, "before:0001-01-01") == []
