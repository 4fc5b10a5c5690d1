"""Telling those who keep order of a message, and what they do about it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

import alerts.calling as alerting
from accounts.models import User
from alerts.models import Alert

from .. import audit, pace, roles
from ..models import Membership, Message, Report, Room
from .calling import place_of

State = Report.State


def report(message: Message, by: User, reason: str) -> Report:
    """Tell the room's moderators of a message, once; who has reported it already has done so.

    Raises ``ValidationError`` with the code ``empty`` (no reason) or ``too_fast``.
    """
    reason = reason.strip()
    if not reason:
        raise ValidationError(gettext("Say why, so that the moderators know what to look for."), code="empty")
    pace.take(by)
    with transaction.atomic():
        defaults = {"room_id": message.room_id, "reason": reason[:500]}
        made, is_new = Report.objects.get_or_create(message=message, reporter=by, defaults=defaults)
        if is_new:
            call_moderators(message.room, gettext("%(name)s reported a message.") % {"name": by.name}, made, by)
    return made


def flag(message: Message, words: str) -> None:
    """Tell the room's moderators of a message that the word filter has found. It belongs into its transaction."""
    reason = gettext("The word filter found “%(words)s”.") % {"words": words}
    if not message.room.is_direct and not Report.objects.filter(message=message, reporter=None).exists():
        made = Report.objects.create(room_id=message.room_id, message=message, reason=reason)
        call_moderators(message.room, reason, made)


def call_moderators(room: Room, text: str, report: Report | None = None, actor: User | None = None) -> None:
    """Alert the owners and moderators of a room to its queue."""
    moderators = Membership.objects.filter(room=room, role__in=roles.RULES["queue"].roles, user__is_active=True)
    subject = f"{place_of(room.pk)}/" + (f"report-{report.pk}" if report else "held")
    alerting.call(
        [
            Alert(
                user_id=user_id,
                kind=Alert.Kind.NOTE,
                content=alerting.shortened(text),
                link=reverse("rooms:moderation", args=[room.pk]),
                subject=subject,
                place=room.name,
                actor=actor,
            )
            for user_id in moderators.exclude(user=actor).values_list("user_id", flat=True)
        ]
    )


def assign(report: Report, by: User, assignee: User | None) -> Report:
    """Say who looks at a report; with None nobody does. Whether ``by`` may is for the caller to ask."""
    return _change(report, by, "report.assign", State.ASSIGNED if assignee else State.OPEN, assignee=assignee)


def close(report: Report, by: User, state: str, outcome: str = "") -> Report:
    """Say that a report is dealt with (``resolved``) or nothing to do anything about (``dismissed``).

    Whether ``by`` may is for the caller to ask. Raises ``ValidationError`` (code ``unknown``) for another state.
    """
    if state not in (State.RESOLVED, State.DISMISSED):
        raise ValidationError(gettext("There is no such state."), code="unknown")
    return _change(report, by, f"report.{state}", state, outcome=outcome)


def reopen(report: Report, by: User) -> Report:
    """Put a report back among those that are open."""
    return _change(report, by, "report.reopen", State.OPEN)


@transaction.atomic
def _change(
    report: Report, by: User, action: str, state: str, *, assignee: User | None = None, outcome: str = ""
) -> Report:
    report = Report.objects.select_for_update(of=("self",)).select_related("message", "room").get(pk=report.pk)
    before, after = {"state": report.state}, {"state": state}
    audit.record(action, room=report.room, by=by, message=report.message, reason=outcome, before=before, after=after)
    report.state, report.outcome = state, outcome.strip()[:500]
    is_closed = not report.is_open
    report.closed = timezone.now() if is_closed else None
    if not is_closed:
        report.assignee = assignee
    report.save(update_fields=["state", "outcome", "closed", "assignee"])
    if is_closed:
        alerting.withdraw(f"{place_of(report.room_id)}/report-{report.pk}")
    return report
