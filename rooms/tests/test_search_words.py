import re
import unicodedata

from rooms.search.words import SEPARATORS, words_in


def test_no_letter_and_no_digit_stands_between_words() -> None:
    """SQLite takes all of them for parts of words: what is a separator here must be one there."""
    separator = re.compile(f"[{SEPARATORS}]")
    found = [chr(code) for code in range(0x110000) if separator.match(chr(code))]
    assert not [character for character in found if unicodedata.category(character)[0] in "LN"]
    assert set(" \n!?.,:;-_()[]{}<>&|*'\"“”…🎉") <= set(found)


def test_words_are_compared_without_case_and_accents() -> None:
    words = words_in("Crème BRÛLÉE, s'il_vous plaît!")
    assert [word.plain for word in words] == ["creme", "brulee", "s", "il", "vous", "plait"]
    assert "Crème BRÛLÉE, s'il_vous plaît!"[words[1].start : words[1].end] == "BRÛLÉE"
