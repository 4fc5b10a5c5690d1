"""Code in colours: Pygments says what each word is, and static/css/code.css how that looks."""

from django.utils.html import escape
from pygments.lexers import get_lexer_by_name
from pygments.token import Comment, Generic, Keyword, Name, Number, Operator, String, Token, _TokenType

# The classes are those that Pygments gives these kinds, so that its style sheets fit. Other kinds (names, punctuation,
# spaces) have no colour, and so no element.
CLASSES: dict[_TokenType, str] = {
    Comment: "c",
    Generic.Deleted: "gd",
    Generic.Heading: "gh",
    Generic.Inserted: "gi",
    Generic.Output: "go",
    Generic.Prompt: "gp",
    Generic.Subheading: "gu",
    Keyword: "k",
    Name.Attribute: "na",
    Name.Builtin: "nb",
    Name.Class: "nc",
    Name.Decorator: "nd",
    Name.Exception: "ne",
    Name.Function: "nf",
    Name.Tag: "nt",
    Name.Variable: "nv",
    Number: "m",
    Operator.Word: "ow",
    String: "s",
}

# Pygments knows five hundred languages. These are the ones that people paste, each tried with hostile texts.
_NAMES = """
bash bat c c++ clojure cmake console cpp cs csharp css dart diff django docker dockerfile elixir elm erlang fish
go golang graphql haskell hs html html+django htmldjango http ini java javascript jinja js json jsx julia kotlin
less lua make makefile nginx nix objective-c ocaml perl php pl postgres postgresql powershell properties
protobuf ps1 py py3 pycon pytb python python3 r rb rs ruby rust scala scss sh shell shell-session sql swift tex
toml ts typescript vim vue xml yaml yml zig zsh
"""
LANGUAGES = frozenset(_NAMES.split())


def highlight(code: str, language: str) -> str:
    """Return ``code``, escaped, with an element around each word that has a colour in ``language``."""
    if language.lower() not in LANGUAGES:
        return escape(code)
    lexer = get_lexer_by_name(language.lower(), stripnl=False)
    parts = []
    run, run_class = "", ""
    for kind, text in lexer.get_tokens(code):
        css_class = _class(kind)
        if css_class != run_class:
            parts.append(_span(run, run_class))
            run, run_class = "", css_class
        run += text
    # The lexer has ended the last line, if it was not.
    return "".join([*parts, _span(run if code.endswith("\n") else run.removesuffix("\n"), run_class)])


def _class(kind: _TokenType) -> str:
    while kind is not Token:
        if kind in CLASSES:
            return CLASSES[kind]
        kind = kind.parent
    return ""


def _span(text: str, css_class: str) -> str:
    return f'<span class="{css_class}">{escape(text)}</span>' if css_class else escape(text)
