from collections.abc import Sequence

from django import template
from django.utils.safestring import SafeString
from django.utils.text import get_text_list
from django.utils.translation import gettext, ngettext

from accounts.models import User

from .. import forms, fragments, moments
from ..announcements.board import key_of
from ..models import Message, Room
from ..models.reaction import Reacted
from ..room_list import RoomLine, digest
from ..uploads.kinds import label

register = template.Library()


register.filter("moment", moments.moment)
register.filter("nonce_after", forms.nonce_after)
register.filter("banner_key", key_of)


@register.filter
def kind_label(content_type: str) -> str:
    """Return what people call a kind of file."""
    return label(content_type)


@register.filter
def others(room: Room, user: User) -> list[tuple[int, str]]:
    """Return whom a direct conversation is called after for one of its people: pairs of a key and a name."""
    return room.others(user.pk)


@register.simple_tag
def rooms_shown(rooms: Sequence[RoomLine], current: int | str) -> str:
    """Return what tells this list of rooms from another."""
    return digest(rooms, int(current or 0))


@register.simple_tag
def who_reacted(reacted: Reacted) -> str:
    """Return who reacted with an emoji in words: at most ten names, and how many more there are."""
    names, more = reacted["names"], reacted["count"] - len(reacted["names"])
    if more:
        names = [*names, ngettext("%(more)s more", "%(more)s more", more) % {"more": more}]
    return str(get_text_list(names, gettext("and")))


@register.simple_tag
def message(message: Message, chosen: int = 0, first_new: int = 0, focused: bool = False) -> SafeString:
    """Render rooms/message.html for a message, or take it as it was rendered before.

    ``chosen`` is the position of the message that the page's address names, and ``first_new`` that of the first that
    its visitor has not read; these are rendered for this page alone, and so is one whose button is to be ``focused``.
    """
    is_chosen, is_first_new = message.position == chosen, message.position == first_new
    if is_chosen or is_first_new or focused:
        return fragments.render(message, chosen=is_chosen, focused=focused, is_first_new=is_first_new)
    return fragments.fragments.html(message)
