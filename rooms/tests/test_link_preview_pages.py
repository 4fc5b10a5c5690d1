"""What is read of a page: words and the address of a picture, whatever the page tries."""

import time

import pytest

from rooms.previews.fetching import Fetched
from rooms.previews.page import Page, read


def page_of(html: str | bytes, charset: str = "utf-8", url: str = "https://news.example/a/b") -> Page | None:
    content = html.encode() if isinstance(html, str) else html
    return read(Fetched(url, "news.example", "text/html", charset, content))


def test_what_a_page_says_about_itself_for_others_comes_first() -> None:
    page = page_of("""<!doctype html><title>Window</title>
        <meta name="description" content="For engines"><meta property="og:description" content="For people">
        <meta property="og:title" content=" A   title &amp; more "><meta property="og:image" content="/c.png?x=1&amp;y">
    """)
    assert page == Page("A title & more", "For people", "https://news.example/c.png?x=1&y")


def test_a_title_and_nothing_else_is_enough() -> None:
    assert page_of("<TITLE>Only\nthis</TITLE><p>words") == Page("Only this", "", "")


def test_the_description_does_not_say_the_title_again() -> None:
    page = page_of("<title>Same</title><meta name=description content=Same>")
    assert page == Page("Same", "", "")


@pytest.mark.parametrize("html", ["", "words", "<title></title>", "<title> \n </title>", "<!--", "\0\0", "%PDF"])
def test_a_page_without_a_title_is_not_shown(html: str) -> None:
    assert page_of(html) is None


def test_script_in_a_title_is_words() -> None:
    page = page_of('<title><script>alert(1)</script></title><meta property="og:description" content="<img src=x>">')
    assert page == Page("<script>alert(1)</script>", "<img src=x>", "")


def test_words_are_short_and_turn_nothing_around() -> None:
    page = page_of(f"<title>{'long ' * 500}</title><meta name=description content='a\u202eb\u2066c\x07d\ue000e'>")
    assert page
    assert len(page.title) == 200
    assert page.title.endswith("long…")
    assert page.description == "abcde"


@pytest.mark.parametrize(
    ("content", "charset"),
    [
        ("<title>Grüße</title>".encode(), ""),
        ("<title>Grüße</title>".encode("latin-1"), "iso-8859-1"),
        ("<title>Grüße</title>".encode("cp1252"), "windows-1252"),
        (b"<meta charset=latin1><title>" + "Grüße".encode("latin-1"), ""),
        (b"<meta http-equiv=content-type content='text/html; charset=ISO-8859-1'><title>Gr\xfc\xdfe", ""),
        (b"\xef\xbb\xbf" + "<title>Grüße</title>".encode(), "latin-1"),
        (b"\xff\xfe" + "<title>Grüße</title>".encode("utf-16-le"), ""),
        ("<title>Grüße</title>".encode(), "no-such-thing"),
        ("<title>Grüße</title>".encode(), "utf-8\0"),
        ("<title>Grüße</title>".encode(), "x" * 1000),
        (b"<?xml version='1.0' encoding='koi8-r'?><html><title>" + "Grüße".encode(), ""),
    ],
)
def test_letters_are_read_as_the_page_says_or_as_most_are_written(content: bytes, charset: str) -> None:
    assert page_of(content, charset) == Page("Grüße", "", "")


@pytest.mark.parametrize("charset", ["zlib", "bz2", "rot13", "unicode_escape", "punycode", "idna", "uu", "undefined"])
def test_what_python_takes_for_an_encoding_is_not_what_pages_are_written_in(charset: str) -> None:
    assert page_of("<title>a\\u0041</title>", charset) == Page("a\\u0041", "", "")


def test_letters_that_are_none_are_marked() -> None:
    assert page_of(b"<title>a\xff\xfeb\0c</title>") == Page("a\ufffd\ufffdb\ufffdc", "", "")


@pytest.mark.parametrize(
    "picture", ["http://[::1", "javascript:alert(1)", "data:image/png;base64,AAAA", "//127.0.0.1/a.png", ""]
)
def test_any_address_of_a_picture_is_left_to_the_guard(picture: str) -> None:
    page = page_of(f'<title>a</title><meta property="og:image" content="{picture}">')
    assert page
    assert page.title == "a"


HOSTILE = {
    "deep": "<div>" * 200_000,
    "open": "<a " * 300_000,
    "comments": "<!--" * 250_000,
    "attributes": "<p " + "a=b " * 250_000,
    "entities": "&amp;" * 200_000,
    "metas": "<meta name=a content=b>" * 40_000,
    "titles": "<title>" * 140_000,
    "quotes": '<a href="' * 100_000,
    "declarations": "<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;&a;'>]>" * 15_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_page_that_is_made_to_be_hard_to_read_is_read_quickly(name: str) -> None:
    began = time.process_time()
    page_of("<title>Still here</title>" + HOSTILE[name])
    assert time.process_time() - began < 2


def test_nothing_is_fetched_that_a_page_declares(tmp_path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret")
    page = page_of(f'<!DOCTYPE html [<!ENTITY x SYSTEM "file://{secret}">]><title>a &x; b</title>')
    assert page
    assert "secret" not in page.title.replace("SYSTEM", "")
