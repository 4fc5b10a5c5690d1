from django import template
from django.utils.safestring import SafeString

from .. import forms, fragments
from ..models import Message

register = template.Library()


register.filter("nonce_after", forms.nonce_after)


@register.simple_tag
def message(message: Message, chosen: int = 0) -> SafeString:
    """Render rooms/message.html for a message, or take it as it was rendered before.

    ``chosen`` is the position of the message that the page's address names; that one is rendered for this page alone.
    """
    if message.position == chosen:
        return fragments.render(message, chosen=True)
    return fragments.fragments.html(message)
