"""Which Markdown people may write, and what a chat does differently.

As in every chat a new line is a new line, and leading spaces stay. What makes text vanish or turn into something else
that nobody meant is off: HTML, entities, reference definitions, headings by underlining, code by indentation. An image
becomes a link to it: nobody's browser is made to call on other servers.
"""

import re
from collections.abc import Sequence

from django.utils.html import escape
from linkify_it import LinkifyIt
from linkify_it.main import Match
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from .code import highlight
from .emojis import replace_shortcodes

OFF = ["html_block", "html_inline", "entity", "reference", "lheading", "code"]
LINK = re.compile(r"https?://[^/]|mailto:[^/]", re.IGNORECASE)
# Without a scheme, only what nobody takes for a file name: main.py and README.md are no links.
DOMAINS = ["com", "edu", "gov", "int", "mil", "net", "org"]
# What follows "www.": a host of few parts, so that a text of nothing but dots is not read over and over again.
HOST = r"^(?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,24}(?![\w.-]*\.\w)"
ALIGNED = {"text-align:left": "start", "text-align:center": "center", "text-align:right": "end"}
# A message's headings stand below the page's own, which end with the days.
HEADINGS = {"h1": "h3", "h2": "h4", "h3": "h5", "h4": "h6", "h5": "h6"}


class Renderer(RendererHTML):
    """HTML without line breaks between elements: a message keeps its own spaces, so every other one would show."""

    def renderToken(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return super().renderToken(tokens, idx, options, env).strip("\n")

    def fence(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        language, *_ = tokens[idx].info.split() or [""]
        code = highlight(tokens[idx].content.rstrip("\n"), language)
        return f"<pre><code>{code}</code></pre>"

    def softbreak(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return "<br>"

    hardbreak = softbreak

    def text(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return escape(tokens[idx].content)


def newline(state: StateInline, silent: bool) -> bool:
    """A new line, whose leading spaces stay, as in code that somebody pasted without saying that it is."""
    if state.src[state.pos] != "\n":
        return False
    if not silent:
        state.pending = state.pending.rstrip(" ")
        state.push("softbreak", "br", 0)
    state.pos += 1
    return True


def adapt(state: StateCore) -> None:
    """Make of what was parsed what a chat shows: modest headings, emoji, links instead of images."""
    for token in state.tokens:
        if token.children:
            token.children = _adapted(token.children)
        elif token.tag in HEADINGS:
            token.tag = HEADINGS[token.tag]
        if style := token.attrs.pop("style", None):
            token.attrs["class"] = ALIGNED.get(str(style), "start")


def _adapted(tokens: list[Token]) -> list[Token]:
    adapted = []
    inside_link = inside_address = False
    for token in tokens:
        if token.type == "link_open":
            inside_link, inside_address = True, token.info == "auto"
        elif token.type == "link_close":
            inside_link = inside_address = False
        elif token.type == "text" and not inside_address:
            token.content = replace_shortcodes(token.content)
        if token.type == "image":
            adapted += _link(token, inside_link)
        else:
            adapted.append(token)
    return adapted


def _link(image: Token, inside_link: bool) -> list[Token]:
    address = str(image.attrs["src"])
    text = Token("text", "", 0, content=image.content or address)
    if inside_link:
        return [text]
    return [Token("link_open", "a", 1, attrs={"href": address}), text, Token("link_close", "a", -1)]


def _links() -> LinkifyIt:
    links = LinkifyIt().tlds(DOMAINS).add("ftp:", None).add("//", None)
    return links.add("www.", {"validate": HOST + links.re["src_path"], "normalize": _with_scheme})


def _with_scheme(linkify: LinkifyIt, match: Match) -> None:
    match.url = f"http://{match.url}"


def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("default", {"linkify": True, "breaks": True, "maxNesting": 20}, renderer_cls=Renderer)
    markdown.disable(OFF)
    markdown.inline.ruler.at("newline", newline)
    markdown.core.ruler.push("adapt", adapt)
    markdown.linkify = _links()
    markdown.validateLink = lambda url: LINK.match(url) is not None  # type: ignore[method-assign]
    return markdown


def _only_links() -> MarkdownIt:
    markdown = MarkdownIt("zero", {"linkify": True}, renderer_cls=Renderer).enable("linkify")
    markdown.linkify = _links()
    return markdown


markdown = _markdown()
only_links = _only_links()
