from django import template
from django.utils.safestring import SafeString
from django.utils.text import get_text_list
from django.utils.translation import gettext, ngettext

from accounts.models import User

from .. import forms, fragments, moments
from ..models import Message, Room
from ..models.reaction import Reacted
from ..uploads.kinds import label

register = template.Library()


register.filter("moment", moments.moment)
register.filter("nonce_after", forms.nonce_after)


@register.filter
def kind_label(content_type: str) -> str:
    """Return what people call a kind of file."""
    return label(content_type)


@register.filter
def others(room: Room, user: User) -> list[tuple[int, str]]:
    """Return whom a direct conversation is called after for one of its people: pairs of a key and a name."""
    return room.others(user.pk)


@register.simple_tag
def who_reacted(reacted: Reacted) -> str:
    """Return who reacted with an emoji in words: at most ten names, and how many more there are."""
    names, more = reacted["names"], reacted["count"] - len(reacted["names"])
    if more:
        names = [*names, ngettext("%(more)s more", "%(more)s more", more) % {"more": more}]
    return str(get_text_list(names, gettext("and")))


@register.simple_tag
def message(message: Message, chosen: int = 0) -> SafeString:
    """Render rooms/message.html for a message, or take it as it was rendered before.

    ``chosen`` is the position of the message that the page's address names; that one is rendered for this page alone.
    """
    if message.position == chosen:
        return fragments.render(message, chosen=True)
    return fragments.fragments.html(message)
