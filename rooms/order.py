"""The part of ``access`` about keeping order: what waits in a room, what was reported, and who is kept out."""

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from accounts.models import User

from .access import Entry
from .models import AuditEntry, Ban, HeldMessage, Hiding, Membership, Message, Report

SHOWN = 50


def held_in(entry: Entry) -> QuerySet[HeldMessage]:
    """Return what waits for a moderator of a room that was entered, the oldest first."""
    return HeldMessage.objects.filter(room=entry.room).select_related("author").order_by("pk")


def reports_in(entry: Entry, *, closed: bool = False) -> QuerySet[Report]:
    """Return what was reported in a room that was entered and is open, or what is closed, the latest first."""
    states = [Report.State.RESOLVED, Report.State.DISMISSED] if closed else [Report.State.OPEN, Report.State.ASSIGNED]
    found = Report.objects.filter(room=entry.room, state__in=states)
    return found.select_related("message__author", "reporter", "assignee").order_by("-pk")


def report_in(entry: Entry, report_id: int) -> Report:
    """Return a report of a room that was entered, or raise ``Http404``."""
    found = Report.objects.filter(room=entry.room).select_related("message__author", "reporter", "assignee")
    return get_object_or_404(found, pk=report_id)


def banned_in(entry: Entry) -> list[Ban]:
    """Return who is kept out of a room that was entered."""
    found = Ban.objects.filter(room=entry.room).select_related("user", "by")
    return [ban for ban in found[:SHOWN] if not ban.is_over]


def muted_in(entry: Entry) -> QuerySet[Membership]:
    """Return who only reads in a room that was entered, for a time."""
    found = Membership.objects.filter(room=entry.room, muted_until__gt=timezone.now())
    return found.select_related("user").order_by("muted_until")


def hidings_of(entry: Entry, author: User) -> QuerySet[Hiding]:
    """Return what hid messages of somebody in a room that was entered and isn't undone, the latest first."""
    return Hiding.objects.filter(room=entry.room, author=author, undone=None, count__gt=0).order_by("-pk")


def hiding_in(entry: Entry, hiding_id: int) -> Hiding:
    """Return a deed that hid messages in a room that was entered and is not undone, or raise ``Http404``."""
    found = Hiding.objects.filter(room=entry.room, undone=None).select_related("author")
    return get_object_or_404(found, pk=hiding_id)


def person_in(entry: Entry, user_id: int) -> tuple[User, Membership | None]:
    """Return somebody who belongs to a room that was entered, or has written there or is banned, and their membership.

    Raises ``Http404``.
    """
    member = Membership.objects.filter(room=entry.room, user=user_id).select_related("user").first()
    if member:
        return member.user, member
    wrote = Message.objects.filter(room=entry.room, author=user_id)
    if not wrote.exists() and not Ban.objects.filter(room=entry.room, user=user_id).exists():
        raise Http404
    return User.objects.get(pk=user_id), None


def done_about(report: Report) -> QuerySet[AuditEntry]:
    """Return what the audit log has of a reported message, the oldest first."""
    found = AuditEntry.objects.filter(room=report.room_id, position=report.message.position)
    return found.select_related("actor", "person").order_by("pk")
