"""What an import took in and what it left out, why, and where."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

# Called with how much has been dealt with, of how much; the second is 0 while that is found out.
Progress = Callable[[int, int], None]

# So many places are named for one reason; the others are counted.
PLACES = 5
MOST_REASONS = 200

TAKEN_IN = {
    "rooms_made": _("rooms made"),
    "rooms_there": _("rooms there before"),
    "people_matched": _("people known here by their e-mail address"),
    "people_made": _("placeholders for people who aren't here"),
    "people_there": _("people there since an earlier import"),
    "added": _("messages added"),
    "there": _("messages there before"),
    "replies": _("replies in threads, among the messages of the archive"),
    "edited": _("edited ones among them"),
    "reactions": _("reactions"),
    "files": _("files in the archive"),
    "pins": _("pinned messages"),
    "said": _("lines of what somebody said"),
    "notices": _("lines of what happened"),
    "people": _("people who said or did something"),
}

REASONS = {
    "happened": _("what Slack says about a channel, and nobody said"),
    "other": _("entries that are no messages, or hidden"),
    "empty": _("messages without words or files"),
    "twice": _("messages that are in the archive twice"),
    "no_root": _("replies to what isn't in the archive: they stand by themselves"),
    "file_elsewhere": _("files that the archive names and doesn't hold: their names stand in the message"),
    "file_refused": _("files that can't be kept here"),
    "file_too_many": _("files of messages with more of them than a message can carry here"),
    "emoji_unknown": _("reactions with an emoji of Slack's own"),
    "reaction_unnamed": _("reactions of whom the archive doesn't name"),
    "emoji_many": _("reactions with more different emoji than a message can have here"),
    "pins_many": _("pinned messages beyond the most that a room can have"),
    "too_long": _("messages longer than Slack lets anybody write: their end"),
    "channel_strangers": _("conversations of people none of whom is here"),
    "channel_people": _("conversations of one person, or of more than a direct conversation can have here"),
    "unconfirmed": _("people with an account here whose address nobody has confirmed: taken for somebody else"),
    "unknown": _("files in the archive that belong to no channel or day"),
    "unreadable": _("lines that can't be read"),
    "old": _("messages older than the room keeps any"),
}


class Broken(Exception):
    """Raised for a file that can't be taken in. ``place`` says where in it, ``reason`` what is wrong there."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}")
        self.place = place
        self.reason = reason


@dataclass
class Report:
    """Counts of what was taken in, keys of ``TAKEN_IN``; and of what was not, keys of ``REASONS`` with perhaps a
    detail after a colon, and the first places of each.
    """

    taken_in: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    places: dict[str, list[str]] = field(default_factory=dict)

    def leave_out(self, reason: str, place: str, count: int = 1) -> None:
        """Count something that isn't taken in."""
        if reason not in self.left_out and len(self.left_out) >= MOST_REASONS:
            reason = reason.partition(":")[0]
        self.left_out[reason] += count
        places = self.places.setdefault(reason, [])
        if len(places) < PLACES:
            places.append(place[:300])

    def as_data(self) -> dict[str, Any]:
        return {"taken_in": self.taken_in, "left_out": self.left_out, "places": self.places}


def lines_of(report: dict[str, Any]) -> tuple[list[tuple[int, str]], list[tuple[int, str, list[str]]]]:
    """Return a report as data in words: how many of what were taken in; how many of what were not, and where."""
    taken_in = report.get("taken_in", {})
    left_out = report.get("left_out", {})
    return (
        [(taken_in[key], str(words)) for key, words in TAKEN_IN.items() if taken_in.get(key)],
        [
            (count, _in_words(reason), report["places"].get(reason, []))
            for reason, count in sorted(left_out.items(), key=lambda item: -item[1])
        ],
    )


def _in_words(reason: str) -> str:
    key, _, detail = reason.partition(":")
    words = str(REASONS[key])
    return gettext("%(what)s (%(detail)s)") % {"what": words, "detail": detail} if detail else words
