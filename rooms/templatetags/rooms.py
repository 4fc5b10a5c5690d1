from django import template
from django.utils.safestring import SafeString

from .. import forms, fragments, moments
from ..models import Message
from ..uploads.kinds import label

register = template.Library()


register.filter("moment", moments.moment)
register.filter("nonce_after", forms.nonce_after)


@register.filter
def kind_label(content_type: str) -> str:
    """Return what people call a kind of file."""
    return label(content_type)


@register.simple_tag
def message(message: Message, chosen: int = 0) -> SafeString:
    """Render rooms/message.html for a message, or take it as it was rendered before.

    ``chosen`` is the position of the message that the page's address names; that one is rendered for this page alone.
    """
    if message.position == chosen:
        return fragments.render(message, chosen=True)
    return fragments.fragments.html(message)
