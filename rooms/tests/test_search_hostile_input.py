"""Whatever is typed is data: it breaks no query language and no page, and finds what has its words."""

from html import unescape

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from accounts.models import User
from rooms import conversation
from rooms.forms import new_nonce
from rooms.models import Room
from rooms.search import Order, parse, search
from rooms.search.highlight import excerpt
from rooms.search.parser import MAX_LENGTH
from rooms.search.words import words_in

from .watching import browser_of

SYNTAX = ["AND", "OR", "NOT", "NEAR(", "NEAR/2", ")", "(", "*", "^", "+", "-", ":", "{body}", "body:", "tags:r1", '"']
SYNTAX += ["'", "&", "|", "!", "<->", "<2>", ":*", ":A", "\\", "%s", "%", ";--", "/r1", "\x00", "from:", "in:", 'in:"']
SYNTAX += [
    "a:b",
    "rooms_search",
    "\ud800",
    "\u0301",
    "ﬀ",
    "İ",
    "…",
    "<b>",
    "🎉",
    "\u0661",
    "ʰ",
    "Ⅷ",
    "²",
    "ค้า",
    "हिन्दी",
]
typed = st.lists(st.one_of(st.sampled_from(SYNTAX), st.text(max_size=6)), max_size=12).flatmap(
    lambda parts: st.sampled_from(["", " "]).map(lambda between: between.join(parts))
)
often = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)


@often
@given(typed)
@example('"')
@example("body : tea")
@example("*")
@example("tea AND")
@example("' & tea")
@example("\\")
@example("from:\x00 in:\x00 has:\x00 on:\x00 \x00")
@example('from:"\ud800" in:\ud800')
def test_no_text_breaks_the_query(general: Room, alice: User, text: str) -> None:
    query = parse(text, alice)
    for order in Order:
        search(query, alice, order)


@often
@given(typed)
def test_a_message_is_found_by_its_own_words(general: Room, alice: User, text: str) -> None:
    body = text.encode("utf-8", "replace").decode().replace("\x00", "")
    words = words_in(body)
    quoted = '"' + body.replace('"', " ") + '"'
    # What the databases can't tell from signs: letters that are nothing but marks, digits in circles and the like.
    if (
        not words
        or not all(word.plain.isalnum() and word.plain.isascii() for word in words)
        or len(quoted) > MAX_LENGTH
    ):
        return
    with_words = conversation.post(general.pk, alice, body, new_nonce(), paced=False).message
    found = [hit.message.pk for hit in search(parse(quoted, alice), alice).hits]
    assert with_words.pk in found


@often
@given(typed, typed)
def test_the_pieces_of_an_excerpt_are_the_message(alice: User, text: str, body: str) -> None:
    pieces = excerpt(body, parse(text, alice).phrases)
    assert "".join(piece.text for piece in pieces) == body
    assert all(words_in(piece.text) for piece in pieces if piece.is_hit)


@pytest.mark.parametrize("order", Order)
def test_markup_is_shown_as_it_was_typed(general: Room, alice: User, order: Order) -> None:
    hostile = '<script>alert(1)</script> <img src=x onerror=alert(2)> <b hx-get="/">tea</b> \x01\x02 &lt;mark&gt;'
    conversation.post(general.pk, alice, hostile, "hostile-1", paced=False)
    page = browser_of(alice).get("/search/", {"q": "tea script", "sort": order}).text
    excerpt = page.partition('<p class="excerpt"')[2].partition(">")[2].partition("</p>")[0]
    assert "<mark>tea</mark>" in excerpt
    assert excerpt.count("<mark>script</mark>") == 2
    shown = excerpt.replace("<mark>", "").replace("</mark>", "")
    assert "<" not in shown
    assert unescape(shown) == hostile
