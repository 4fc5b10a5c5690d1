"""What pages show of the site's look: read once by each process, and again when it has changed."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.db import Error
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.remembered import Remembered
from accounts.site_name import DEFAULT

from . import palette


@dataclass(frozen=True)
class Shown:
    """The site's look, as pages need it. Empty texts stand for what comes as it is."""

    name: str = DEFAULT
    logo: str = ""
    welcome: str = ""
    stylesheet: str = ""

    @property
    def address(self) -> str:
        """Where the stylesheet is, or nothing where there is none. Another stylesheet has another address."""
        if not self.stylesheet:
            return ""
        return reverse("look-stylesheet", args=[sha256(self.stylesheet.encode()).hexdigest()[:16]])


def _read() -> Shown:
    from ..models import Look

    try:
        look = Look.objects.first()
    except Error:
        # Before the first migration, and on the page that says that there is no database.
        return Shown()
    return shown_of(look) if look else Shown()


def shown_of(look: Any) -> Shown:
    """Return what pages show of a ``Look``."""
    return Shown(look.name or DEFAULT, look.logo, look.welcome, _stylesheet_of(look.accent, look.accent_dark))


def _stylesheet_of(accent: str, accent_dark: str) -> str:
    if not accent and not accent_dark:
        return ""
    light, dark = accent or palette.DEFAULT, accent_dark or palette.DEFAULT_DARK
    colours = {
        "accent": accent,
        "strong": palette.strong(light),
        "ink": light,
        "ink_dark": dark,
        "tint": palette.tint(light),
        "tint_dark": palette.tint_dark(dark),
    }
    return render_to_string("look/look.css", colours)


look = Remembered("look", _read)


def known_name() -> str:
    """Return the site's name as it was last read in this process."""
    known = look.known()
    return known.name if known else DEFAULT


def shown(request: HttpRequest) -> dict[str, Any]:
    """Give every page ``look``."""
    return {"look": look.get()}
