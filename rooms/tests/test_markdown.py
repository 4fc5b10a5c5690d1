"""What people write and what it becomes."""

import re

import pytest

from rooms.markup import render, render_plain

REL = 'rel="nofollow noopener noreferrer"'


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("hello", "hello"),
        ("*a* **b** ~~c~~ `d`", "<em>a</em> <strong>b</strong> <s>c</s> <code>d</code>"),
        ("one\ntwo", "one<br>two"),
        ("one\n\ntwo", "<p>one</p><p>two</p>"),
        ("def f():\n    return 1", "def f():<br>    return 1"),
        ("- a\n- b\n  - c", "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>"),
        ("3. c\n4. d", '<ol start="3"><li>c</li><li>d</li></ol>'),
        ("> q\n> r", "<blockquote><p>q<br>r</p></blockquote>"),
        ("# One\n## Two", "<h3>One</h3><h4>Two</h4>"),
        ("#general is here", "#general is here"),
        ("***\nx", "<hr><p>x</p>"),
        ("under\n---", "<p>under</p><hr>"),
        ("```\na < b\n```", "<pre><code>a &lt; b</code></pre>"),
        ("| a | b |\n|:-:|--:|\n| 1 | 2 |", None),
    ],
)
def test_markdown(body: str, html: str | None) -> None:
    if html is None:
        html = (
            '<table><thead><tr><th class="center">a</th><th class="end">b</th></tr></thead>'
            '<tbody><tr><td class="center">1</td><td class="end">2</td></tr></tbody></table>'
        )
    assert render(body) == html


@pytest.mark.parametrize(
    "body",
    ["#", ">", "-", "1.", "[a]: b", "<b>bold</b>", "&amp;", "&#65;", "[](x)", "a_b_c", "2 * 3 * 4", "<!-- x -->"],
)
def test_what_would_vanish_or_change_stays_as_it_was_typed(body: str) -> None:
    escaped = body.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert render(body) == escaped


@pytest.mark.parametrize(
    ("body", "address", "text"),
    [
        ("https://example.com/a?b=1&c=2", "https://example.com/a?b=1&amp;c=2", "https://example.com/a?b=1&amp;c=2"),
        ("example.com", "http://example.com", "example.com"),
        ("www.bbc.co.uk/news", "http://www.bbc.co.uk/news", "www.bbc.co.uk/news"),
        ("alice@example.com", "mailto:alice@example.com", "alice@example.com"),
        ("[here](https://example.com 'title')", "https://example.com", "here"),
        ("<https://example.com/x>", "https://example.com/x", "https://example.com/x"),
        ("![a cat](https://example.com/cat.png)", "https://example.com/cat.png", "a cat"),
        ("![](https://example.com/cat.png)", "https://example.com/cat.png", "https://example.com/cat.png"),
        ("https://example.com/:tada:/", "https://example.com/:tada:/", "https://example.com/:tada:/"),
    ],
)
def test_links(body: str, address: str, text: str) -> None:
    assert render(body) == f'<a href="{address}" {REL}>{text}</a>'


def test_an_image_inside_a_link_is_its_text() -> None:
    body = "[![a cat](https://example.com/cat.png)](https://example.com/)"
    assert render(body) == f'<a href="https://example.com/" {REL}>a cat</a>'


@pytest.mark.parametrize(
    "body",
    [
        "main.py, README.md and 10.0.0.1",
        "ftp://example.com/x",
        "//example.com/x",
        "javascript:alert(1)",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt&colon;alert(1))",
        "[x](data:text/html,hi)",
        "[x](/rooms/1/leave/)",
        "[x](//example.com)",
        "![x](data:image/png;base64,AAAA)",
        "<javascript:alert(1)>",
    ],
)
def test_no_links(body: str) -> None:
    assert "<a" not in render(body)


def test_code_is_coloured_by_classes() -> None:
    html = render("```python\ndef f():\n    return 'x'  # why\n```")
    assert html == (
        '<pre><code><span class="k">def</span> <span class="nf">f</span>():\n'
        '    <span class="k">return</span> <span class="s">\'x\'</span>  <span class="c"># why</span></code></pre>'
    )


def test_the_last_line_of_code_is_coloured_too() -> None:
    html = '<pre><code><span class="gd">- old</span>\n<span class="gi">+ new</span></code></pre>'
    assert render("```diff\n- old\n+ new\n```") == html


@pytest.mark.parametrize("language", ["", "nonsense", "python-<b>", 'x" onclick="y'])
def test_code_in_no_language_that_is_known_has_no_colours(language: str) -> None:
    assert render(f"```{language}\nif x: 1\n```") == "<pre><code>if x: 1</code></pre>"


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (":tada:", "🎉"),
        ("ship it :ship::+1:", "ship it 🚢👍"),
        ("(:heart:)", "(❤️)"),
        ("**:wave:**", "<strong>👋</strong>"),
    ],
)
def test_shortcodes(body: str, shown: str) -> None:
    assert re.sub("</?span[^>]*>", "", render(body)) == shown


@pytest.mark.parametrize("body", [":nope:", "root:x:0:0", "std::b::c", "12:30:45", "`:tada:`", "a:b:c"])
def test_what_is_no_shortcode_stays(body: str) -> None:
    assert body.strip("`") in render(body)


@pytest.mark.parametrize("body", ["🎉", "👨‍👩‍👧 👍🏽", ":tada:", "🎉🎉🎉🎉🎉", "❤️\n🇩🇪"])
def test_up_to_five_emoji_alone_are_large(body: str) -> None:
    assert render(body).startswith('<span class="big">')


@pytest.mark.parametrize("body", ["🎉🎉🎉🎉🎉🎉", "🎉!", "ok 👍", "1", "- 🎉", "**🎉**", "🎉\n\n🎉"])
def test_anything_else_is_not_large(body: str) -> None:
    assert "big" not in render(body)


def test_what_was_said_elsewhere_stays_as_it_was_said() -> None:
    html = render_plain("*waves* <b> # https://example.com/ :tada: \n  - x")
    assert html == f'*waves* &lt;b&gt; # <a href="https://example.com/" {REL}>https://example.com/</a> :tada: \n  - x'
