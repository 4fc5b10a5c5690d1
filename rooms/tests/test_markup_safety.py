"""Whatever is written, nothing comes out but the elements, attributes, classes and addresses that are allowed."""

import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rooms.markup import allowed, render, render_plain
from rooms.markup.code import LANGUAGES

from .hostile import VECTORS

VOID = {"br", "hr"}
WORDS = [
    *(
        "<script>",
        "</div>",
        "<img src=x onerror=alert(1)>",
        "<a href='javascript:alert(1)'>",
        "<b id=m7 hx-get=/me.css>",
    ),
    *("[x](", "](", "![", ")", "[", "]", "javascript:", "data:", "https://example.com/", "HTTP://a.b", "mailto:a@b.c"),
    *("` ", "```", "```html\n", "```diff\n", "~~~", "**", "*", "__", "~~", "> ", "\n> ", "\n- ", "\n1. ", "\n\n", "\n"),
    *(
        "# ",
        "| a ",
        "|\n|--|",
        ":tada:",
        "🎉",
        '"',
        "'",
        "\\",
        "&lt;",
        "&#x3c;",
        "&",
        "<",
        ">",
        "style=",
        "hx-get",
        "\0",
    ),
    *(" ", "a", "hello", "<!--", "-->", "<![CDATA[", "\u202e", "\u2028", "%0a", "//", "www.", ".com", "@", "class=k"),
]
TEXTS = st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=8)), max_size=40).map("".join)


class Page(HTMLParser):
    """Walks through HTML and refuses everything that is not allowed, unbalanced elements included."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in allowed.TAGS
        for name, value in attrs:
            assert value is not None
            if name == "class":
                assert set(value.split()) <= allowed.ALLOWED_CLASSES[tag]
            elif name == "href":
                assert tag == "a"
                assert re.match(r"(https?|mailto):", value, re.IGNORECASE), value
            elif name == "rel":
                assert value == allowed.REL
            else:
                assert (tag, name) == ("ol", "start")
                assert value.isdecimal()
        if tag == "a":
            assert "a" not in self.open
            assert dict(attrs).get("rel") == allowed.REL
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    handle_decl = handle_pi = unknown_decl = handle_comment  # type: ignore[assignment]


@given(TEXTS)
@settings(max_examples=400, deadline=None)
def test_nothing_but_what_is_allowed_comes_out(text: str) -> None:
    Page(render(text))
    Page(render_plain(text))


@given(st.sampled_from(sorted(LANGUAGES)), TEXTS)
@settings(max_examples=200, deadline=None)
def test_nor_out_of_code(language: str, text: str) -> None:
    Page(render(f"```{language}\n{text}\n```"))


@pytest.mark.parametrize("vector", VECTORS)
def test_classic_attacks_come_to_nothing(vector: str) -> None:
    Page(render(vector))
    Page(render_plain(vector))
    Page(render(f"> - **{vector}**\n\n```html\n{vector}\n```"))


@given(st.sampled_from(sorted(allowed.TAGS)), st.text(max_size=10), TEXTS)
@settings(max_examples=100, deadline=None)
def test_the_gate_alone_would_do(tag: str, name: str, text: str) -> None:
    """The gate holds even for HTML that our own renderer would never make."""
    html = f'<{tag} id="m7" style="color:red" hx-get="/me.css" data-author="1" class="message {name}">{text}'
    Page(allowed.clean(html))


@pytest.mark.parametrize(
    "piece",
    ["[", "![", "*a ", "~~a ", "`", "> ", "- ", "|a", "a|b\n-|-\n", "[a](", "http://a.", "www.", "a@", ":a:", "<a "],
)
def test_a_hostile_text_does_not_take_long(piece: str) -> None:
    started = time.process_time()
    render((piece * 4000)[:4000])
    assert time.process_time() - started < 1
