"""Colours as WCAG 2 sees them: how much two of them contrast, and the nearest one that contrasts enough."""

import colorsys
import re
from collections.abc import Callable, Collection

# For text of any size (AA).
ENOUGH = 4.5
STEPS = 200

_HEX = re.compile(r"#[0-9a-f]{6}")


def is_colour(text: str) -> bool:
    """Return whether a text is a colour as #3b5bdb, in small letters."""
    return _HEX.fullmatch(text) is not None


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, from 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def worst(colour: str, others: Collection[str]) -> tuple[float, str]:
    """Return the least contrast of a colour with some others, and with which of them it has that."""
    return min((contrast(colour, other), other) for other in others)


def mixed(colour: str, share: float, other: str) -> str:
    """Return a colour mixed with another, of which it makes up ``share``."""
    pairs = zip(_parts(colour), _parts(other), strict=True)
    return _hex(*(one * share + two * (1 - share) for one, two in pairs))


def nearest(colour: str, passes: Callable[[str], bool], *, darker: bool) -> str:
    """Return the nearest colour of the same hue, going darker or lighter, that passes; black or white last."""
    hue, light, saturation = colorsys.rgb_to_hls(*_parts(colour))
    end = 0.0 if darker else 1.0
    for step in range(STEPS + 1):
        tried = _hex(*colorsys.hls_to_rgb(hue, light + (end - light) * step / STEPS, saturation))
        if passes(tried):
            return tried
    return "#000000" if darker else "#ffffff"


def _parts(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _hex(*parts: float) -> str:
    return "#" + "".join(f"{round(min(max(part, 0), 1) * 255):02x}" for part in parts)


def _luminance(colour: str) -> float:
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in _parts(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
