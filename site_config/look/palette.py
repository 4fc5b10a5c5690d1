"""What the colours that an admin chooses become in the stylesheets, and whether they can be read there."""

from dataclasses import dataclass

from .colours import ENOUGH, contrast, mixed, nearest, worst

# As static/css/tokens.css has them: what stands under words in the accent's colour (surface, canvas, hover), by scheme,
# and the words on a filled button. A test compares them.
LIGHT = ("#ffffff", "#f5f6f9", "#eceef3")
DARK = ("#17191f", "#111318", "#22252d")
ON_ACCENT = "#ffffff"
DEFAULT, DEFAULT_DARK = "#3149ba", "#9db1ff"

TINT, TINT_DARK = 0.1, 0.16
STRONG = 0.82


@dataclass(frozen=True)
class Fault:
    """A colour that can't be read somewhere: how much it contrasts there, with what, and a nearby one that would do."""

    ratio: float
    other: str
    instead: str


def tint(accent: str) -> str:
    """Return what stands under what is chosen, in the light scheme."""
    return mixed(accent, TINT, LIGHT[0])


def tint_dark(accent: str) -> str:
    return mixed(accent, TINT_DARK, DARK[0])


def strong(accent: str) -> str:
    """Return what a filled button becomes under the pointer."""
    return mixed(accent, STRONG, "#000000")


def fault_of(accent: str) -> Fault | None:
    """Return what is wrong with a colour for links and filled buttons in the light scheme, and buttons in the dark."""
    if _least(accent) >= ENOUGH:
        return None
    ratio, other = min(worst(accent, [*LIGHT, tint(accent)]), (contrast(ON_ACCENT, accent), ON_ACCENT))
    return Fault(ratio, other, nearest(accent, lambda colour: _least(colour) >= ENOUGH, darker=True))


def fault_of_dark(accent: str) -> Fault | None:
    """Return what is wrong with a colour for links in the dark scheme."""
    if _least_dark(accent) >= ENOUGH:
        return None
    ratio, other = worst(accent, [*DARK, tint_dark(accent)])
    return Fault(ratio, other, nearest(accent, lambda colour: _least_dark(colour) >= ENOUGH, darker=False))


def _least(accent: str) -> float:
    return min(worst(accent, [*LIGHT, tint(accent)])[0], contrast(ON_ACCENT, accent))


def _least_dark(accent: str) -> float:
    return worst(accent, [*DARK, tint_dark(accent)])[0]
