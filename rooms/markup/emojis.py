"""Emoji: by their :shortcodes:, and alone in a message."""

import re

import emoji

# A shortcode, or several side by side. Not in the middle of words, addresses or times: root:x:0:0, std::b::c, 12:30:45.
_RUN = re.compile(r"(?<![\w:/])(?::[A-Za-z0-9_+-]{1,60}:)+(?![\w:/])")
_ONE = re.compile(r":[A-Za-z0-9_+-]+:")

# As many emoji, alone in a message, are shown large.
FEW = 5
# The longest emoji takes ten characters or so; anything longer isn't few of them, and isn't looked at.
_LONGEST = FEW * 12


def replace_shortcodes(text: str) -> str:
    """Return ``text`` with its :shortcodes: as emoji; unknown ones stay."""
    if text.count(":") < 2:
        return text
    return _RUN.sub(lambda run: _ONE.sub(_emoji, run[0]), text)


def _emoji(code: re.Match[str]) -> str:
    found = emoji.emojize(code[0].lower(), language="alias")
    return code[0] if found.startswith(":") else found


def is_few_emojis(text: str) -> bool:
    """Return whether ``text`` is one to five emoji and nothing else but spaces."""
    text = "".join(text.split())
    if not text or len(text) > _LONGEST or text.isascii():
        return False
    return emoji.purely_emoji(text) and emoji.emoji_count(text) <= FEW
