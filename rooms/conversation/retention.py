"""Taking out messages that are older than a room keeps any: without a tombstone, and yet in order for open pages."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import F, OuterRef, QuerySet, Subquery

from alerts import calling as alerting
from alerts.wake import wake_people

from .. import uploads
from ..models import Attachment, Draft, LinkPreview, Membership, Message, Removal, Room
from ..models.message import GROUPING_GAP
from .calling import subject_of
from .versions import next_version

# So many messages take one version: few enough for a short lock, and for a frame that names them all.
BATCH = 250
# So many such versions are remembered for pages that were away; older pages get the newest messages.
KEPT = 4


@dataclass(frozen=True)
class Removed:
    """How much went with one version."""

    messages: int
    files: int


def outlived(room_id: int, before: datetime) -> QuerySet[Message]:
    """Return what a room doesn't keep: written before that moment, and not pinned, which means that it is to stay."""
    return Message.objects.filter(room_id=room_id, created__lt=before, pinned=None)


def remove_outlived(room_id: int, before: datetime) -> Removed | None:
    """Take some messages of before a moment out of a room, for good, with their files and all that hangs on them, or
    return None where there are none. To be called until it does.

    Replies that stay to what goes reply to nothing any more. Raises ``Room.DoesNotExist``.
    """
    if not outlived(room_id, before).exists():
        return None
    with next_version(room_id) as room:
        # By their time, which is what there is an index for.
        messages = list(outlived(room_id, before).order_by("created", "pk")[:BATCH])
        if not messages:
            room.version -= 1
            return None
        followers = _followers(messages)
        files = _take_away(room, messages)
        _loosen_threads(room, messages)
        _follow_anew(room, followers)
        _forget_latest(room, messages)
        _remember(room, messages)
    return Removed(len(messages), files)


def _take_away(room: Room, messages: list[Message]) -> int:
    keys = [message.pk for message in messages]
    attachments = Attachment.objects.filter(message__in=[message.pk for message in messages if message.has_files])
    files = attachments.count()
    uploads.remove(attachments)
    pictures = list(LinkPreview.objects.filter(message__in=keys).exclude(file="").values_list("file", flat=True))
    if pictures:
        transaction.on_commit(partial(uploads.delete_files, pictures))
    # One that was kept while a message was written would be a draft again without it.
    Draft.objects.filter(room=room, nonce__in=[message.nonce for message in messages]).delete()
    alerting.withdraw_about([subject_of(message) for message in messages])
    Message.objects.filter(pk__in=keys).delete()
    return files


def _followers(messages: list[Message]) -> set[int]:
    """Return the keys of the messages that stand right after these and stay."""
    after = Message.objects.filter(room=OuterRef("room"), position__gt=OuterRef("position")).order_by("position")
    keys = {message.pk for message in messages}
    found = Message.objects.filter(pk__in=keys).annotate(follower=Subquery(after.values("pk")[:1]))
    return set(found.values_list("follower", flat=True)) - keys - {None}


def _follow_anew(room: Room, followers: set[int]) -> None:
    """Let messages say what they follow now: whose name, and which day, stands above them depends on it."""
    before = Message.objects.filter(room=OuterRef("room"), position__lt=OuterRef("position")).order_by("-position")
    found = Message.objects.filter(pk__in=followers).annotate(
        before_author=Subquery(before.values("author_id")[:1]),
        before_kind=Subquery(before.values("kind")[:1]),
        before_created=Subquery(before.values("created")[:1]),
    )
    changed = []
    for message in found:
        is_text = message.kind == message.before_kind == Message.Kind.TEXT and not message.reply_to
        follows = is_text and message.author_id == message.before_author
        follows = follows and abs(message.created - message.before_created) < GROUPING_GAP
        if (message.follows_author, message.previous_created) != (follows, message.before_created):
            message.follows_author, message.previous_created = follows, message.before_created
            message.version = room.version
            changed.append(message)
    Message.objects.bulk_update(changed, ["follows_author", "previous_created", "version"])


def _loosen_threads(room: Room, messages: list[Message]) -> None:
    gone = [message.position for message in messages if message.is_quoted]
    threads = {message.thread or message.position for message in messages}
    if gone:
        replies = Message.objects.filter(room=room, thread__in=threads)
        replies.filter(reply_to__in=gone).update(reply_to=None, version=room.version)
        replies.filter(thread__in=gone).update(thread=None, version=room.version)
    replies_gone = Counter(message.thread for message in messages if message.thread and not message.deleted)
    for position, count in replies_gone.items():
        root = Message.objects.filter(room=room, position=position)
        root.update(reply_count=F("reply_count") - count, version=room.version)


def _forget_latest(room: Room, messages: list[Message]) -> None:
    """Where the newest message went, let the next one follow what is the newest now, and nobody look for what isn't."""
    if room.latest_position not in {message.position for message in messages}:
        return
    newest = Message.objects.filter(room=room).order_by("-position").first()
    room.latest_author_id = newest.author_id if newest and newest.kind == Message.Kind.TEXT else None
    room.latest_created = newest.created if newest else None
    room.latest_position = newest.position if newest else 0
    # The room may be unread for nobody any more.
    wake_people(list(Membership.objects.filter(room=room).values_list("user_id", flat=True)))


def _remember(room: Room, messages: list[Message]) -> None:
    positions = sorted(message.position for message in messages)
    Removal.objects.create(room=room, version=room.version, positions=positions)
    kept = list(Removal.objects.filter(room=room).order_by("-version").values_list("version", flat=True))
    if forgotten := kept[KEPT:]:
        Removal.objects.filter(room=room, version__lte=forgotten[0]).delete()
        Room.objects.filter(pk=room.pk).update(forgotten_version=forgotten[0])
    Room.objects.filter(pk=room.pk).update(removed_version=room.version)
