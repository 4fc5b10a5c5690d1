"""The check of the catalogues finds what is said anywhere, and every way in which a translation can be wrong."""

import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from scripts.catalogues import problems
from scripts.said import Said, in_code, in_template

HEADER = """msgid ""
msgstr ""
"Language: fa\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

"""
HELLO = 'msgid "Hello, %(name)s"\nmsgstr "سلام، %(name)s"\n'
REPLIES = 'msgid "one reply"\nmsgid_plural "%(count)s replies"\nmsgstr[0] "یک پاسخ"\nmsgstr[1] "%(count)s پاسخ"\n'


def found(folder: Path, entries: str, *said: Said) -> list[str]:
    """Return what the check says of a compiled catalogue with these ``entries``."""
    catalogue = folder / "django.po"
    catalogue.write_text(HEADER + entries, encoding="utf-8")
    with catalogue.open("rb") as source, catalogue.with_suffix(".mo").open("wb") as compiled:
        write_mo(compiled, read_po(source))
    return problems(catalogue, said)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("gettext('Hello')", Said("Hello")),
        ("label = _('Hello, ' 'Bob')", Said("Hello, Bob")),
        ("f\"{error} {_('Hello')}\"", Said("Hello")),
        ("ngettext_lazy('a reply', '%(count)s replies', 'count')", Said("a reply", "%(count)s replies")),
        ("translation.pgettext('of a room', 'Open')", Said("Open", None, "of a room")),
    ],
)
def test_what_code_marks_is_found(code: str, said: Said) -> None:
    assert list(in_code(code)) == [said]


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("<p>{% translate 'Hello' %}</p>", Said("Hello")),
        ('{% translate "It\'s (nearly) 100%" %}', Said("It's (nearly) 100%%")),
        ("{% include 'x.html' with title=_('Hello') %}", Said("Hello")),
        (
            "{% blocktranslate trimmed with name=x %}\n Hello,\n {{ name }}\n{% endblocktranslate %}",
            Said("Hello, %(name)s"),
        ),
        (
            "{% blocktranslate count n=x %}a reply{% plural %}{{ n }} replies{% endblocktranslate %}",
            Said("a reply", "%(n)s replies"),
        ),
        ("{% translate 'Open' context 'of a room' %}", Said("Open", None, "of a room")),
    ],
)
def test_what_a_template_marks_is_found(template: str, said: Said) -> None:
    assert list(in_template(f"{{# _('not this') #}} <b>gettext('nor this')</b> {template}")) == [said]


def test_the_same_text_in_a_context_is_another(tmp_path: Path) -> None:
    entries = HELLO + '\nmsgctxt "at night"\n' + HELLO.replace("سلام", "شب خوش")
    assert found(tmp_path, entries, Said("Hello, %(name)s"), Said("Hello, %(name)s", None, "at night")) == []


def test_a_complete_catalogue_has_no_problem(tmp_path: Path) -> None:
    assert (
        found(tmp_path, HELLO + "\n" + REPLIES, Said("Hello, %(name)s"), Said("one reply", "%(count)s replies")) == []
    )


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ("", "not translated"),
        (HELLO.replace("سلام، %(name)s", ""), "not translated"),
        ("#, fuzzy\n" + HELLO, "perhaps out of date"),
        (HELLO.replace("سلام، %(name)s", "سلام"), "other placeholders or tags"),
        (HELLO.replace("سلام، %(name)s", "سلام، %(nam)s"), "other placeholders or tags"),
        (HELLO.replace("سلام، %(name)s", "<b>سلام</b>، %(name)s"), "other placeholders or tags"),
    ],
)
def test_a_wrong_translation_is_named(tmp_path: Path, entry: str, problem: str) -> None:
    (said,) = found(tmp_path, entry, Said("Hello, %(name)s"))
    assert problem in said
    assert said.endswith("Hello, %(name)s")


def test_the_form_for_many_says_how_many(tmp_path: Path) -> None:
    said = Said("one reply", "%(count)s replies")
    assert "other placeholders" in found(tmp_path, REPLIES.replace('[1] "%(count)s', '[1] "چند'), said)[0]


def test_a_text_that_nobody_says_any_more_is_named(tmp_path: Path) -> None:
    assert found(tmp_path, HELLO) == ["no longer said anywhere: Hello, %(name)s"]


def test_a_catalogue_that_was_not_compiled_is_named(tmp_path: Path) -> None:
    assert found(tmp_path, HELLO, Said("Hello, %(name)s")) == []
    catalogue = tmp_path / "django.po"
    catalogue.write_text(catalogue.read_text(encoding="utf-8").replace("سلام", "درود"), encoding="utf-8")
    assert problems(catalogue, [Said("Hello, %(name)s")]) == ["the .mo is not what the .po is compiled to"]


def test_our_catalogues_pass_without_gettext_on_the_machine() -> None:
    root = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-m", "scripts.translations", "--check"]
    done = subprocess.run(command, cwd=root, env={"PATH": "/nowhere"}, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "everything is translated\n")
