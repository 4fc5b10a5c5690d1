import pytest

from rooms.search.highlight import EXCERPT, excerpt
from rooms.search.query import Phrase


def marked(body: str, *phrases: Phrase) -> str:
    return "".join(f"[{piece.text}]" if piece.is_hit else piece.text for piece in excerpt(body, phrases))


@pytest.mark.parametrize(
    ("body", "phrase", "shown"),
    [
        ("Green tea, greener TEA.", Phrase(("tea",)), "Green [tea], greener [TEA]."),
        ("Café cafe", Phrase(("cafe",)), "[Café] [cafe]"),
        ("tea green tea", Phrase(("green", "tea")), "tea [green] [tea]"),
        ("green, tea", Phrase(("green", "tea")), "[green], [tea]"),
        ("meeting met meet", Phrase(("meet",), begins=True), "[meeting] met [meet]"),
        ("www.example.com", Phrase(("example", "com")), "www.[example].[com]"),
        ("nothing here", Phrase(("tea",)), "nothing here"),
    ],
)
def test_words_that_were_looked_for_are_marked(body: str, phrase: Phrase, shown: str) -> None:
    assert marked(body, phrase) == shown


def test_hits_that_overlap_are_marked_once() -> None:
    assert marked("a b c", Phrase(("a", "b")), Phrase(("b", "c")), Phrase(("b",))) == "[a] [b] [c]"


def test_a_long_message_is_cut_around_the_first_hit() -> None:
    body = "word " * 300 + "needle " + "word " * 300
    shown = marked(body, Phrase(("needle",)))
    assert "[needle]" in shown
    assert shown.startswith("…word")
    assert shown.endswith("word…")
    assert len(shown) <= EXCERPT + 4


def test_a_long_message_without_a_hit_is_cut_at_its_end() -> None:
    shown = marked("x" * 1000)
    assert shown == "x" * EXCERPT + "…"
