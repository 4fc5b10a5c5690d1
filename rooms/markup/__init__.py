"""What people write, as HTML: Markdown as chats know it, in nothing but a few harmless elements.

``markdown`` says what can be written, ``code`` colours it, ``emojis`` knows the :shortcodes:, ``plain`` is the short
way for lines without any markup, ``allowed`` is the gate that everything passes, and ``excerpt`` the way back to words.
After the gate, ``mentions`` marks names. docs/markdown.md is for people.
"""

from .emojis import replace_shortcodes
from .excerpt import excerpt
from .render import render, render_plain

__all__ = ["excerpt", "render", "render_plain", "replace_shortcodes"]
