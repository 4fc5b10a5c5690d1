"""Channel logs are read line by line; what can't be read is said with its number, and nothing else is lost."""

from datetime import UTC, date, datetime

import pytest

from rooms.irc_log import Entry, Unreadable, date_in, parts, read

DAY = date(2008, 4, 27)


def lines_read(*lines: str | bytes) -> list[Entry | Unreadable]:
    raw = [line.encode() if isinstance(line, str) else line for line in lines]
    return list(read([line + b"\n" for line in raw], DAY))


def entries(*lines: str | bytes) -> list[Entry]:
    found = lines_read(*lines)
    assert [entry for entry in found if isinstance(entry, Unreadable)] == []
    return [entry for entry in found if isinstance(entry, Entry)]


def at(hour: int, minute: int, day: int = 27) -> datetime:
    return datetime(2008, 4, day, hour, minute, tzinfo=UTC)


def test_what_is_said_keeps_its_spaces_and_its_characters() -> None:
    assert entries("[04:46] <Chris|>   if x:  <b>大家好</b>") == [
        Entry(1, "Chris|", "  if x:  <b>大家好</b>", at(4, 46), is_notice=False)
    ]


@pytest.mark.parametrize(
    ("line", "nick", "text"),
    [
        ("[04:46]  * unperson sits and listens", "unperson", "unperson sits and listens"),
        ("[04:46]  * homejoe", "homejoe", "homejoe"),
        ("=== cy_ is now known as cy", "cy_", "cy_ is now known as cy"),
        ("=== cy [n=cy@example.org]  has joined #ubuntu", "cy", "cy has joined #ubuntu"),
        ('=== cy [n=cy@example.org]  has left #ubuntu ["bye"]', "cy", 'cy has left #ubuntu ["bye"]'),
        ("=== cy has quit [Read error]", "cy", "cy has quit [Read error]"),
    ],
)
def test_what_happens_is_a_notice(line: str, nick: str, text: str) -> None:
    [entry] = entries(line)
    assert (entry.nick, entry.text, entry.is_notice) == (nick, text, True)


def test_what_has_no_clock_happened_with_the_line_before() -> None:
    assert [entry.moment for entry in entries("[04:46] <a> x", "=== a is now known as b")] == [at(4, 46), at(4, 46)]


def test_after_midnight_it_is_the_next_day() -> None:
    found = entries("[23:59] <a> x", "[00:01] <a> y", "[00:00] <a> set back a little", "[12:00] <a> z", "[03:00] <a> w")
    assert [entry.moment for entry in found] == [
        at(23, 59),
        at(0, 1, 28),
        at(0, 0, 28),
        at(12, 0, 28),
        at(3, 0, 29),
    ]


@pytest.mark.parametrize(
    "line", ["what is this", "[25:00] <a> x", "[04:46] <a>", "[04:46] <a>   ", "[4:46] <a> x", "=== something else"]
)
def test_a_line_that_can_not_be_read_is_numbered_and_the_rest_goes_on(line: str) -> None:
    first, second, third = lines_read("[04:46] <a> before", line, "[04:47] <a> after")
    assert isinstance(second, Unreadable)
    assert second.number == 2
    assert isinstance(first, Entry)
    assert isinstance(third, Entry)
    assert (first.text, third.text) == ("before", "after")


def test_bytes_that_are_no_utf_8_are_read_as_old_clients_wrote_them() -> None:
    [mixed, other] = entries("[04:46] <a> fran\xe7ais".encode("latin-1"), "[04:46] <a> français")
    assert mixed.text == other.text == "français"


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm() -> None:
    [entry] = list(read([b"\xef\xbb\xbf[04:46] <a> x\r\n"], DAY))
    assert isinstance(entry, Entry)
    assert entry.text == "x"


def test_colours_go_and_other_line_separators_stay_in_the_line() -> None:
    [entry] = entries("[04:46] <a> \x02\x0304,12red\x0f plain\x00 \x0bx\u2028y")
    assert entry.text == "red plain \x0bx\u2028y"


@pytest.mark.parametrize("text", ["x" * 9001, "word " * 2000, "a" * 3999 + " " + "b" * 10, " " * 4000 + "x"])
def test_a_long_text_is_cut_without_losing_a_letter(text: str) -> None:
    pieces = parts(text, 4000)
    assert all(0 < len(piece) <= 4000 for piece in pieces)
    assert "".join(pieces).split() == text.split() or "".join(pieces).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("2008-04-27.train-a.raw.txt", date(2008, 4, 27)),
        ("log-2016-12-19_20.txt", date(2016, 12, 19)),
        ("2016-13-45 2016-12-19.txt", date(2016, 12, 19)),
        ("freenode.log", None),
    ],
)
def test_the_day_is_in_the_files_name(name: str, day: date | None) -> None:
    assert date_in(name) == day
