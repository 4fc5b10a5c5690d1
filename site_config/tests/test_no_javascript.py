"""The check for scripts and styles in pages finds what it is for, and finds none in ours."""

from pathlib import Path

import pytest

from scripts.no_javascript import ROOT, problems, problems_in


def test_our_pages_are_clean() -> None:
    assert problems(ROOT) == []


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        "<script src=\"{% static 'css/mine.js' %}\"></script>",
        '<script src="https://example.org/x.js"></script>',
        "<SCRIPT\n>1</SCRIPT>",
        "<p>{% if user %}<script>1</script>{% endif %}</p>",
        "<style>p { color: red }</style>",
        '<p style="color: red">',
        "<p {% if x %}style='color: red'{% endif %}>",
        '<p onclick="alert(1)">',
        "<body ONLOAD=go()>",
        '<i hx-on:click="go()">',
        '<i hx-on::after-request="go()">',
        "<i hx-vals='js:{now: Date.now()}'>",
        "<i hx-vals=' javascript:now()'>",
        '<a href="JavaScript:go()">',
        "<i hx-trigger=\"keyup[key=='Enter']\">",
        '<i hx-trigger:inherited="click[ctrlKey]">',
    ],
)
def test_a_script_or_style_in_a_page_is_found(html: str) -> None:
    assert len(problems_in(f"<p>Hello</p>\n{html}")) == 1
    assert problems_in(f"<p>Hello</p>\n{html}")[0].startswith("line 2: ")


@pytest.mark.parametrize(
    "html",
    [
        '<script src="{% static \'vendor/htmx/htmx.min.js\' %}" nonce="{{ csp_nonce }}"></script>',
        "{# <script>alert(1)</script> #}",
        "{% comment %}hx-on: is not for us: <i hx-on:click='x'>{% endcomment %}",
        '<i hx-trigger="intersect once root:#scroller, click" hx-vals=\'{"type": "hello"}\'>',
        '<p class="onion" data-style="x">on: js: style=</p>',
    ],
)
def test_what_a_page_may_contain_is_left_alone(html: str) -> None:
    assert problems_in(html) == []


def test_files_of_ours_are_found_and_vendored_ones_are_not(tmp_path: Path) -> None:
    for name in ("static/vendor/htmx/htmx.min.js", "static/mine.js", "rooms/static/rooms/mine.ts", "bench/load.js"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "static/icon.svg").write_text("<svg style='x'><script>1</script></svg>")
    assert problems(tmp_path) == [
        "rooms/static/rooms/mine.ts: a script of ours",
        "static/icon.svg, line 1: <script> that is not one of the vendored files",
        "static/mine.js: a script of ours",
    ]
