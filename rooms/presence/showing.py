"""The fragments that say who is here and who is typing, from the same templates as the page."""

from collections.abc import Collection
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils import translation

from .known import Here, Known, known
from .people import Face, people

# More than these are "several people".
MOST_TYPING_NAMED = 2


@dataclass(frozen=True)
class Shown:
    """Who is here, as a page shows it."""

    count: int = 0
    faces: tuple[Face, ...] = ()

    @property
    def more(self) -> int:
        """How many are not named."""
        return self.count - len(self.faces)


def who_is_here(room_id: int, known: Known = known) -> Shown:
    """Return what a page of the room shows. At most one query, and none for names that were needed lately."""
    return _shown(known.here(room_id))


def _shown(here: Here) -> Shown:
    faces = people.faces(here.named).values()
    return Shown(here.count, tuple(sorted(faces, key=lambda face: (face.name.casefold(), face.pk))))


@dataclass(frozen=True)
class Wanted:
    """What is to be shown of one room: who is here, or who is typing, or both, in some languages."""

    room_id: int
    languages: Collection[str]
    here: Here | None
    # What the pages show: of what they have already, nothing is said again.
    before: Shown | None
    typing: tuple[int, ...] | None
    # Else it is only for pages that are new.
    is_typing_new: bool


@dataclass(frozen=True)
class Fragments:
    """Texts by language for everybody, and by language and person for those who type, who are not told of themselves.

    ``whole`` is for a page that may have nothing of it yet; ``changed`` is for the others, and empty where nothing is.
    """

    shown: Shown | None
    whole: dict[str, str]
    changed: dict[str, str]
    typing: dict[tuple[str, int], str]


def render(wanted: Collection[Wanted]) -> list[Fragments]:
    """Return the fragments for each, with one query at most."""
    people.faces({user_id for each in wanted for user_id in (each.here.named if each.here else ())})
    return [_render(each) for each in wanted]


def _render(wanted: Wanted) -> Fragments:
    shown = _shown(wanted.here) if wanted.here is not None else None
    whole, changed, typing = {}, {}, {}
    for language in wanted.languages:
        with translation.override(language):
            whole[language] = changed[language] = ""
            if shown:
                whole[language] = render_to_string("rooms/presence/here_live.html", {"here": shown})
                changed[language] = _changed(wanted.before, shown)
            if wanted.typing is not None:
                for user_id in (0, *_who_need_their_own(wanted.typing)):
                    typing[language, user_id] = _typing([each for each in wanted.typing if each != user_id])
    return Fragments(shown, whole, changed, typing)


def _changed(before: Shown | None, shown: Shown) -> str:
    if before == shown:
        return ""
    # Where thousands come and go, the names seldom change, and the number is short.
    is_number_only = before is not None and before.faces == shown.faces and before.count and shown.count
    template = "rooms/presence/count_live.html" if is_number_only else "rooms/presence/here_live.html"
    return render_to_string(template, {"here": shown})


def _who_need_their_own(typing: tuple[int, ...]) -> tuple[int, ...]:
    """Return for whom the text is another because they themselves type: not where several others do, too."""
    return typing if len(typing) <= MOST_TYPING_NAMED + 1 else ()


def _typing(user_ids: list[int]) -> str:
    names = []
    if len(user_ids) <= MOST_TYPING_NAMED:
        faces = people.faces(user_ids)
        names = [faces[user_id].name for user_id in user_ids if user_id in faces]
    context = {"names": names, "are_several": len(user_ids) > MOST_TYPING_NAMED, "oob": True}
    return render_to_string("rooms/presence/typing.html", context)
