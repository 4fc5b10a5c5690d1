"""Turns what changed into the text of a frame, from the same templates as the pages."""

from functools import cache

from django.template.loader import render_to_string
from django.utils import timezone, translation

from accounts.site_name import site_name
from accounts.time_zones import zone

from .changes import Changes
from .viewer import Variant


def changes_frame(changes: Changes, variant: Variant, *, hello: bool) -> str:
    """Return the frame that brings a page from ``changes.since`` to ``changes.version``.

    ``hello`` says that it answers a page's hello: the page is told that it is live.
    """
    context = {"changes": changes, "room": changes.room, "hello": hello}
    if changes.members is not None:
        # The frame sets the page's title, which ends with it.
        context["site"] = site_name()
    with translation.override(variant.language), timezone.override(zone(variant.time_zone)):
        return render_to_string("rooms/live/changes.html", context)


@cache
def heartbeat_frame(language: str, asks: bool) -> str:
    """Return the frame that says that the line is alive; with ``asks`` the page says whether what is new was seen."""
    with translation.override(language):
        return render_to_string("rooms/live/heartbeat.html", {"asks": asks})


@cache
def refusal_frame(reason: str, language: str) -> str:
    """Return the frame that says why the socket is about to close; ``reason`` is one of the consumer's."""
    with translation.override(language):
        return render_to_string("rooms/live/refusal.html", {"reason": reason})


@cache
def reload_frame(language: str) -> str:
    """Return the frame that asks a page from before a deploy to be reloaded."""
    with translation.override(language):
        return render_to_string("rooms/live/reload.html")


def goodbye_frame(language: str, room_id: int, delay: int) -> str:
    """Return the frame that makes a page connect anew after ``delay`` seconds."""
    with translation.override(language):
        return render_to_string("rooms/live/goodbye.html", {"room_id": room_id, "delay": delay})
