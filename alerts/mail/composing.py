"""Writes the mail of a digest."""

import email.policy
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import User
from accounts.time_zones import zone

from ..models import Alert, Digest
from ..relevance import still_calling
from ..wording import sentence
from .recipients import addresses
from .unsubscribing import token_for

# So many are listed; of the others there is a number.
LISTED = 25
# Who comes back after months with more than this is told of so many.
COUNTED = 500


def compose(digest: Digest) -> EmailMultiAlternatives | None:
    """Return the mail, in the language and time zone of its person, or None where nothing is left to say."""
    person = digest.user
    address = addresses([person.pk]).get(person.pk)
    unread = Alert.objects.filter(digest=digest, read=None).select_related("actor").order_by("pk")
    alerts = still_calling(list(unread[:COUNTED]), unseen=True) if address else []
    if not address or not alerts:
        return None
    with translation.override(person.language), timezone.override(zone(person.time_zone)):
        return _mail(digest, address, context_of(person, alerts))


def context_of(person: User, alerts: list[Alert]) -> dict[str, Any]:
    """Return what the templates of a mail about ``alerts`` know (templates/alerts/mail/)."""
    listed = [{"alert": alert, "sentence": sentence(alert)} for alert in alerts[:LISTED]]
    return {
        "person": person,
        "calls": listed,
        "count": len(alerts),
        "more": len(alerts) - len(listed),
        "site": settings.SITE_URL,
        "unsubscribe": settings.SITE_URL + reverse("alerts:unsubscribe", args=[token_for(person.pk)]),
    }


def _mail(digest: Digest, address: str, context: dict[str, Any]) -> EmailMultiAlternatives:
    # A name or a place may have any characters; a subject is one line.
    subject = " ".join(render_to_string("alerts/mail/subject.txt", context).split())
    message = EmailMultiAlternatives(
        subject,
        render_to_string("alerts/mail/digest.txt", context),
        to=[address],
        headers={
            "Message-ID": f"<digest-{digest.pk}@{urlsplit(settings.SITE_URL).hostname}>",
            # RFC 8058: programs for mail show a button, which POSTs there.
            "List-Unsubscribe": f"<{context['unsubscribe']}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            # RFC 3834: nobody who is away need tell us so.
            "Auto-Submitted": "auto-generated",
        },
    )
    message.attach_alternative(render_to_string("alerts/mail/digest.html", context), "text/html")
    # What can't be written down is found out here, before anything is claimed.
    message.message(policy=email.policy.SMTP).as_bytes()
    return message
