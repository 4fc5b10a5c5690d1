"""Slack's way of writing (mrkdwn) as our Markdown: what was strong stays strong, and a star that was a star too."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from rooms.markup import replace_shortcodes

# Longer than Slack lets anybody write.
MOST = 100_000

_SKIN = re.compile(r"(:[a-z0-9_+'-]{1,60}:):skin-tone-([2-6]):")
_TONES = {tone: chr(0x1F3F9 + int(tone)) for tone in "23456"}
# Code, and what stands in angle brackets: a link or a mention.
_TOKEN = re.compile(r"```(?P<block>.+?)```|`(?P<code>[^`\n]+)`|<(?P<angle>[^<>\n]+)>", re.DOTALL)
# Stands for a token while the text around it is changed. Nobody writes these; who does loses them.
_HERE = re.compile("\ue000(\\d+)\ue001")
_MARKS = {"*": "**", "_": "_", "~": "~~"}
_SPAN = re.compile(
    r"(?<![\w*~])(?:\*([^\s*](?:[^\n*]*[^\s*])?)\*(?![\w*])|~([^\s~](?:[^\n~]*[^\s~])?)~(?![\w~]))"
    r"|(?<!\w)_([^\s_](?:[^\n_]*[^\s_])?)_(?!\w)"
)
# What would mean something in Markdown and meant nothing where it was written.
_MEANS = re.compile(
    r"\\(?=[!-/:-@\[-`{-~])|\*|`|~(?=~)|(?<=~)~|(?<!\w)_|_(?!\w)|\[(?=[^\]\n]*\]\()|^#(?=#{0,5}\s)|^-(?=--+$)",
    re.MULTILINE,
)
_TAME = re.compile(r"https?://[\w.:/?&=%#~+-]*[\w/]", re.ASCII)


@dataclass(frozen=True)
class Names:
    """What people and channels are called: each returns what stands in the text for a key, and the name beside it."""

    person: Callable[[str], str]
    channel: Callable[[str, str], str]


def unescape(text: str) -> str:
    """Return what Slack's three entities mean."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def clean(text: str) -> str:
    """Return ``text`` without what no database takes: NUL, and halves of characters."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode()


def emojis(text: str) -> str:
    """Return ``text`` with the :shortcodes: that are known as emoji; skin tones too."""
    if ":" not in text:
        return text

    def toned(found: re.Match[str]) -> str:
        emoji = replace_shortcodes(found[1])
        return found[0] if emoji.startswith(":") else f"{emoji[0]}{_TONES[found[2]]}{emoji[1:].lstrip(chr(0xFE0F))}"

    return replace_shortcodes(_SKIN.sub(toned, text))


def as_markdown(text: str, names: Names) -> str:
    """Return what was written in Slack as ``text`` in our Markdown. It may be longer than a message."""
    text = clean(text)[:MOST].replace("\ue000", "").replace("\ue001", "")
    tokens: list[str] = []

    def keep(found: re.Match[str]) -> str:
        if found["block"] is not None:
            tokens.append(_block(found["block"], names, is_first=_begins_line(found)))
        elif found["code"] is not None:
            tokens.append(f"`{_plainly(found['code'], names)}`")
        else:
            kept = _angle(found["angle"], names, found.string[found.end() : found.end() + 1])
            tokens.append(kept)
        return f"\ue000{len(tokens) - 1}\ue001"

    text = _TOKEN.sub(keep, text)
    text = _prose(emojis(_quote(unescape(text))))
    return _HERE.sub(lambda found: tokens[int(found[1])], text)


def _begins_line(found: re.Match[str]) -> bool:
    return found.start() == 0 or found.string[found.start() - 1] == "\n"


def _quote(text: str) -> str:
    """Let three signs quote everything that follows, as they did there."""
    before, sign, quoted = text.partition("\n>>>") if not text.startswith(">>>") else ("", ">>>", text[3:])
    if not sign:
        return text
    lines = "\n".join(f"> {line.strip()}" if line.strip() else ">" for line in quoted.strip().split("\n"))
    return f"{before}\n{lines}" if before else lines


def _prose(text: str) -> str:
    parts, last = [], 0
    for found in _SPAN.finditer(text):
        strong, struck, _ = found.groups()
        mark = _MARKS["*" if strong is not None else "~" if struck is not None else "_"]
        inner = next(group for group in found.groups() if group is not None)
        parts += [_escaped(text[last : found.start()]), f"{mark}{_prose(inner)}{mark}"]
        last = found.end()
    parts.append(_escaped(text[last:]))
    return "".join(parts)


def _escaped(text: str) -> str:
    return _MEANS.sub(lambda found: f"\\{found[0]}", text)


def _block(code: str, names: Names, *, is_first: bool) -> str:
    code = _plainly(code, names).strip("\n").replace("```", "'''")
    return f"{'' if is_first else chr(10)}```\n{code}\n```\n"


def _plainly(code: str, names: Names) -> str:
    """Return code as it was typed: Slack makes links of addresses in it too."""

    def shown(found: re.Match[str]) -> str:
        address, _, label = found[1].partition("|")
        if address[:1] in "@#!":
            return _mention(address, label, names)
        return label or address.removeprefix("mailto:")

    return unescape(re.sub(r"<([^<>\n]+)>", shown, code))


def _angle(inside: str, names: Names, following: str) -> str:
    address, _, label = inside.partition("|")
    if address[:1] in {"@", "#", "!"}:
        return _escaped(_mention(address, label, names))
    address, label = unescape(address), unescape(label)
    if address.startswith("mailto:"):
        return label or address.removeprefix("mailto:")
    if not re.match(r"https?://[^/\s]", address, re.IGNORECASE):
        # Nothing that could be followed from here.
        return _escaped(label or address)
    address = address.replace(" ", "%20").replace("\\", "%5C").replace("<", "%3C").replace(">", "%3E")
    if label and label != address and label != address.removeprefix("http://").removeprefix("https://"):
        words = re.sub(r"([\[\]])", r"\\\1", _escaped(emojis(label)))
        return f"[{words}](<{address}>)"
    return address if _TAME.fullmatch(address) and (not following or following.isspace()) else f"<{address}>"


def _mention(address: str, label: str, names: Names) -> str:
    key = address[1:]
    if address[0] == "@":
        return names.person(key) or (f"@{label.lstrip('@')}" if label else f"@{key}")
    if address[0] == "#":
        return names.channel(key, label)
    kind = key.partition("^")[0]
    if kind in {"here", "channel", "everyone"}:
        return "@room"
    return unescape(label) or f"@{kind}"
