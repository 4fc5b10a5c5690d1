import re

from django.utils.html import escape
from markdown_it.token import Token

from . import plain
from .allowed import clean
from .emojis import is_few_emojis
from .markdown import markdown, only_links

_TAGS = re.compile(r"<(?!hr)[^>]*>")
BREAKS = {"softbreak", "hardbreak"}


def render(body: str) -> str:
    """Return the HTML of a message that was written as ``body``: safe to be put on a page as it is.

    It has no line breaks outside of code, and a single paragraph comes without its element: most messages are one line,
    and each is sent to everybody in the room.
    """
    if plain.is_plain(body):
        return plain.render(body)
    return render_markdown(body)


def render_markdown(body: str) -> str:
    """Return what ``render`` does, by the long way."""
    tokens = markdown.parse(body)
    if len(tokens) == 3 and tokens[1].type == "inline":
        html = _paragraph(tokens[1])
    else:
        html = markdown.renderer.render(tokens, markdown.options, {})
    html = clean(html)
    # Nothing but marks, as in "#" or ">": somebody meant those.
    return html if _TAGS.sub("", html).strip() else render_plain(body)


def render_plain(body: str) -> str:
    """Return the HTML of a text that was not written for us, and in which a star is a star: only links are made."""
    return clean(only_links.renderInline(body))


def _paragraph(token: Token) -> str:
    parts = token.children or []
    html: str = markdown.renderer.render([token], markdown.options, {})
    text = "".join("" if part.type in BREAKS else part.content for part in parts)
    if all(part.type in {"text", *BREAKS} for part in parts) and is_few_emojis(text):
        return f'<span class="big">{escape(text)}</span>'
    return html
