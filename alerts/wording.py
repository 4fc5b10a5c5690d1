"""What has happened, in one plain sentence, for where there is no HTML."""

from html import unescape

from django.template.loader import render_to_string
from django.utils.html import strip_tags

from .models import Alert


def sentence(alert: Alert) -> str:
    """Return what the inbox says of an alert, in the language that is active: "Alice mentioned you in General"."""
    # What people are called is escaped in there, so the only tags are the template's own.
    return " ".join(unescape(strip_tags(render_to_string("alerts/what.html", {"alert": alert}))).split())
