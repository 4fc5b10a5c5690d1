"""Hiding messages: everybody sees a deleted one, and nothing is lost, so that they can be shown again.

A hidden message is a deleted one to everything else (search, files, exports); what it said waits beside it.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from itertools import batched

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from accounts import acting
from accounts.models import User

from .. import access, audit, roles
from ..models import HiddenMessage, Hiding, Membership, Message, Room
from ..presence.known import known
from .calling import hush_all
from .messages import delete
from .reactions import shown_reactions
from .replies import leave_threads
from .versions import next_version

UNDO = timedelta(seconds=60)
BATCH = 500
_KEPT = ("body", "html", "files_digest", "linked")
_CHANGED = [*_KEPT, "deleted", "pinned", "reacted", "why_gone", "version"]


@dataclass(frozen=True)
class Plan:
    """What hiding everything of somebody's would do."""

    messages: int
    rooms: int
    # Who has one of these rooms open now, as far as is known; whoever has several is counted in each.
    watching: int


def said_by(author: User, room: Room | None = None) -> QuerySet[Message]:
    """Return what there is to hide of somebody, in a room or, without one, everywhere but in direct conversations."""
    found = Message.objects.filter(author=author, deleted=None)
    return found.filter(room=room) if room else found.exclude(room__kind=Room.Kind.DIRECT)


def plan(author: User, room: Room | None = None) -> Plan:
    """Return what ``hide_all`` would do now; nothing changes."""
    found = said_by(author, room)
    rooms = list(found.order_by().values_list("room_id", flat=True).distinct())
    return Plan(found.count(), len(rooms), sum(known.here(room_id).count for room_id in rooms))


def hide(message: Message, by: User, reason: str = "") -> Message:
    """Hide one message, as ``by`` wishes; everybody reads the ``reason``. Once hidden or deleted it stays so.

    Raises what ``access.enter_to`` raises.
    """
    with next_version(message.room_id) as room:
        access.enter_to("hide", by, room.pk)
        hiding = _begin(message.author, room, by)
        _hide(room, [message.pk], hiding, reason)
        if not hiding.count:
            room.version -= 1
            hiding.delete()
        else:
            _record(hiding, room, by, reason, message)
    return Message.objects.select_related("author").get(pk=message.pk)


def hide_all(author: User, by: User | None, reason: str = "", room: Room | None = None) -> Hiding:
    """Hide everything that somebody said, in a room as its moderator ``by`` wishes, or everywhere in the site's name.

    One transaction and one new version of each room. Raises what ``access.enter_to`` raises, also for those whose words
    ``by`` may not hide, and ``ValidationError`` (code ``nothing``).
    """
    with transaction.atomic():
        hiding = _begin(author, room, by)
        keys = defaultdict(list)
        for room_id, pk in said_by(author, room).order_by("room_id", "pk").values_list("room_id", "pk"):
            keys[room_id].append(pk)
        # In the order of their keys, as everything that locks several rooms does.
        for room_id in sorted(keys):
            with next_version(room_id) as locked:
                if room and by:
                    _refuse_among_moderators(locked, by, author)
                _hide(locked, keys[room_id], hiding, reason)
        if not hiding.count:
            raise ValidationError(gettext("There is nothing to hide."), code="nothing")
        _record(hiding, room, by, reason)
    return hiding


def hide_some(messages: QuerySet[Message], reason: str = "") -> int:
    """Hide these messages in the site's name, and return how many that were; those that are gone stay so.

    One deed for each author and room.
    """
    keys = defaultdict(list)
    for room_id, author_id, pk in messages.order_by("pk").values_list("room_id", "author_id", "pk"):
        keys[room_id, author_id].append(pk)
    count = 0
    with transaction.atomic():
        # In the order of their keys, as everything that locks several rooms does.
        for room_id, author_id in sorted(keys):
            with next_version(room_id) as room:
                hiding = _begin(User.objects.get(pk=author_id), room, acting.person())
                _hide(room, keys[room_id, author_id], hiding, reason)
                if hiding.count:
                    _record(hiding, room, None, reason)
                else:
                    room.version -= 1
                    hiding.delete()
                count += hiding.count
    return count


def show_again(hiding: Hiding, by: User | None = None) -> int:
    """Show what a deed has hidden again, and return how many messages those were; what was deleted since stays so.

    Whether ``by`` may is for the caller to ask. One new version of each room.
    """
    with transaction.atomic():
        hiding = Hiding.objects.select_for_update().get(pk=hiding.pk)
        keys = defaultdict(list)
        for room_id, pk in hiding.messages.values_list("message__room_id", "pk"):
            keys[room_id].append(pk)
        for room_id in sorted(keys):
            with next_version(room_id) as room:
                _show(room, keys[room_id])
        count = sum(map(len, keys.values()))
        hiding.undone = timezone.now()
        hiding.save(update_fields=["undone"])
        if count:
            after = {"messages": count}
            audit.record("message.unhide", room=hiding.room, by=by, person=hiding.author_id, after=after)
    return count


def delete_hidden(hidden: Iterable[HiddenMessage]) -> None:
    """Take away for good what hidden messages said; the tombstones stay."""
    for each in hidden:
        with transaction.atomic(), next_version(each.message.room_id) as room:
            _show(room, [each.message_id])
            message = Message.objects.get(pk=each.message_id)
            why_gone = each.kept["why_gone"]
            delete(message)
            Message.objects.filter(pk=message.pk).update(why_gone=why_gone)


def can_be_undone(hiding: Hiding) -> bool:
    """Return whether the button that undoes it is still offered."""
    return hiding.undone is None and timezone.now() - hiding.created < UNDO


def _begin(author: User, room: Room | None, by: User | None) -> Hiding:
    return Hiding.objects.create(author=author, room=room, by=by)


def _record(hiding: Hiding, room: Room | None, by: User | None, reason: str, message: Message | None = None) -> None:
    hiding.save(update_fields=["count"])
    after = {"messages": hiding.count}
    audit.record("message.hide", room=room, by=by, person=hiding.author_id, message=message, reason=reason, after=after)


def _refuse_among_moderators(room: Room, by: User, author: User) -> None:
    entry = access.enter_to("hide", by, room.pk)
    member = Membership.objects.filter(room=room, user=author).first()
    if member and (refusal := roles.why_not_silence(entry.membership, member)):
        raise access.MayNotHere(room, refusal)


def _hide(room: Room, keys: list[int], hiding: Hiding, reason: str) -> None:
    """Hide those of some messages of a locked room that aren't gone already."""
    now = timezone.now()
    for some in batched(keys, BATCH):
        messages = list(Message.objects.filter(pk__in=some, room=room, deleted=None))
        HiddenMessage.objects.bulk_create(
            HiddenMessage(
                message=message,
                hiding=hiding,
                pinned=message.pinned,
                kept={name: getattr(message, name) for name in _KEPT} | {"why_gone": reason},
            )
            for message in messages
        )
        for message in messages:
            if message.pinned:
                room.details_version = room.version
            message.body = message.html = message.files_digest = ""
            message.linked = message.reacted = message.pinned = None
            message.deleted, message.why_gone, message.version = now, reason.strip()[:200], room.version
        Message.objects.bulk_update(messages, _CHANGED)
        leave_threads(room, messages)
        hush_all(messages)
        hiding.count += len(messages)


def _show(room: Room, keys: list[int]) -> None:
    for some in batched(keys, BATCH):
        hidden = list(HiddenMessage.objects.filter(pk__in=some).select_related("message"))
        reacted = shown_reactions([each.message_id for each in hidden])
        messages = [each.message for each in hidden]
        for each in hidden:
            message = each.message
            for name in _KEPT:
                setattr(message, name, each.kept[name])
            message.pinned, message.reacted = each.pinned, reacted.get(message.pk)
            message.deleted, message.why_gone, message.version = None, "", room.version
            if message.pinned:
                room.details_version = room.version
        Message.objects.bulk_update(messages, _CHANGED)
        leave_threads(room, messages, by=1)
        HiddenMessage.objects.filter(pk__in=some).delete()
