"""The short way gives what the long way gives, for every text that it takes."""

import emoji
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rooms.markup import plain
from rooms.markup.render import render_markdown

# Words, and around them everything that means something somewhere.
PIECES = st.one_of(
    st.sampled_from(
        ["hello", "a", "Z", "1.", "com", "www", "http", "é", "ß", "中文", "שלום", "٣", "²", "\u2139", "x" * 40]
    ),
    st.sampled_from(list(" \n.,;:!?'\"()-/_*~`#>|=+<&[]{}\\@\t\u00a0\u2028\ufe0f🎉")),
    st.sampled_from(["\n- ", "\n1) ", "...", "//", " \n", "---", "```", "?!", "'s "]),
    st.characters(),
)
TEXTS = st.lists(PIECES, max_size=25).map("".join)


@given(TEXTS)
@example('well.\nyes. no.. (a/b) it\'s "so" - ok?')
@example("a.com")
@example("a//b")
@example("e.g. www.example")
def test_both_ways_give_the_same(text: str) -> None:
    if plain.is_plain(text):
        assert plain.render(text) == render_markdown(text)


@given(st.from_regex(plain._PLAIN, fullmatch=True))
def test_both_ways_give_the_same_for_whatever_the_short_one_takes(text: str) -> None:
    assert plain.is_plain(text)
    assert plain.render(text) == render_markdown(text)


@pytest.mark.parametrize(
    "text", ["hello", "Hello, world!", "I'm (really) fine; you?", "one\ntwo", "Well... no.", "Größe 10", "and/or"]
)
def test_most_of_what_people_say_takes_the_short_way(text: str) -> None:
    assert plain.is_plain(text)


def test_nothing_invisible_takes_the_short_way() -> None:
    invisible = [chr(code) for code in range(0x3000) if not chr(code).isprintable()]
    assert [character for character in invisible if plain.is_plain(f"a{character}b")] == ["\n"]


def test_no_emoji_takes_the_short_way() -> None:
    assert [text for text in emoji.EMOJI_DATA if plain.is_plain(text)] == []
