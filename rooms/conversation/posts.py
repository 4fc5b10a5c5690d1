"""Storing what is said. What several people say at the same moment goes into one transaction."""

from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext

from accounts.models import User
from accounts.prepared import insert

from .. import access, bots, pace, previews, uploads, word_filter
from ..models import Attachment, HeldMessage, Message, Room
from ..roles import refuse_archived
from .calling import call_about, calls
from .direct import refuse_blocked
from .messages import clean_body, next_message
from .muting import HeldForReview, refuse_filtered, refuse_restrained
from .replies import join_thread, original_at
from .reports import call_moderators, flag
from .together import Together
from .versions import lock_if_free, next_version, save
from .writing import written

# So much of one person's may wait in a room for a moderator.
MOST_HELD = 20


@dataclass(frozen=True)
class Posted:
    """A stored message, and whether this call stored it or found it stored by an earlier try."""

    message: Message
    is_new: bool


@dataclass(eq=False)
class Waiting:
    """Something that waits to be stored."""

    room_id: int
    author: User
    body: str
    html: str
    nonce: str
    created: datetime
    kind: str
    member_only: bool
    attachments: Sequence[Attachment]
    # What tells these files from others; empty without any.
    files: str
    # The position in the room of the message that it replies to.
    reply_to: int | None
    # What the word filter found, for the moderators to look at; empty where it found nothing.
    flagged: str = ""
    # Set when it has been stored with others.
    posted: Posted | None = None


def post(
    room_id: int,
    author: User,
    body: str,
    nonce: str,
    *,
    created: datetime | None = None,
    kind: str = Message.Kind.TEXT,
    paced: bool = True,
    member_only: bool = False,
    attachments: Sequence[Attachment] = (),
    reply_to: int | None = None,
) -> Posted:
    """Store a message once, however often the same ``nonce`` arrives with the same text and the same files, also where
    it has been edited meanwhile. What it said isn't known of one that was deleted: sent again, it is a new message.

    ``attachments`` are those of ``uploads.kept``; with some, the text may be empty. ``reply_to`` is the position
    in the room of the message that it replies to. ``created`` and ``paced=False`` are for imports; with ``member_only``
    the author must be a member at that moment. Raises ``ValidationError`` with the code ``empty``, ``too_long``,
    ``too_fast``, ``archived``, ``blocked`` (in a direct conversation of two), ``gone`` (what it replies to was
    deleted), ``filtered`` or as ``refuse_restrained`` does, ``HeldForReview`` for what waits for a moderator now,
    ``Room.DoesNotExist``, and what ``access.enter`` raises.
    """
    body = clean_body(body, may_be_empty=bool(attachments))
    files = uploads.together(attachment.digest for attachment in attachments)
    if paced:
        _pace(room_id, author, nonce, body, files)
    # Not while the room is locked: a long text with code takes some milliseconds.
    html = written(room_id, body)
    created = created or timezone.now()
    draft = Waiting(room_id, author, body, html, nonce, created, kind, member_only, attachments, files, reply_to)
    verdict = word_filter.judge(body) if member_only else None
    try:
        if verdict:
            draft.flagged = refuse_filtered(verdict)
        return _post(draft)
    except HeldForReview as held:
        return _hold(draft, held)


def _post(draft: Waiting) -> Posted:
    # Files need their message's row first, and a reply changes another's. What is part of a greater transaction can't
    # be left to another thread's.
    is_plain = not draft.attachments and not draft.reply_to and not draft.flagged
    if is_plain and not connection.in_atomic_block:
        _together.do(draft)
    posted = draft.posted or _store_alone(draft)
    if posted.is_new:
        previews.soon(posted.message)
        bots.soon(posted.message)
    return posted


def _store_together(drafts: list[Waiting]) -> None:
    """Store those drafts that nothing stands against, and leave the others as they are.

    A room whose lock is held by somebody else must not hold up all others, so it is passed over; so is one whose author
    doesn't belong to it or is muted, and one that is archived, direct or restrains its members. Where one of the nonces
    is known already, nothing is stored.
    """
    by_room = defaultdict(list)
    for draft in drafts:
        if not draft.member_only or access.may_post_unasked(draft.author.pk, draft.room_id):
            by_room[draft.room_id].append(draft)
    messages: list[tuple[Waiting, Message]] = []
    try:
        with transaction.atomic():
            # In the order of their keys, as everything that locks several rooms does.
            for room_id in sorted(by_room):
                room = lock_if_free(room_id)
                if room and not (room.archived or room.is_direct or room.is_restrained):
                    for draft in by_room[room_id]:
                        room.version += 1
                        messages.append((draft, _born(room, draft, draft.nonce)))
                    save(room)
            if messages:
                insert([message for _, message in messages])
            for message in calls(message for _, message in messages):
                call_about(message)
    except IntegrityError:
        return
    for draft, message in messages:
        draft.posted = Posted(message, is_new=True)


def _store_alone(draft: Waiting) -> Posted:
    with next_version(draft.room_id) as room:
        entry = access.enter(draft.author, draft.room_id) if draft.member_only else None
        # Under the room's lock, so that of two tries at the same moment the second sees the first.
        name, earlier = _find(draft.author, draft.room_id, draft.nonce, draft.body, draft.files)
        if earlier:
            room.version -= 1
            return Posted(earlier, is_new=False)
        refuse_archived(room)
        refuse_blocked(room, draft.author)
        if entry:
            refuse_restrained(room, entry.membership)
        message = _born(room, draft, name)
        if draft.reply_to:
            join_thread(room, message, original_at(room.pk, draft.reply_to))
        message.save(force_insert=True)
        if draft.attachments:
            uploads.attach(message, draft.attachments)
        for calling in calls([message]):
            call_about(calling)
        if draft.flagged:
            flag(message, draft.flagged)
        return Posted(message, is_new=True)


def _hold(draft: Waiting, held: HeldForReview) -> Posted:
    """Keep for the room's moderators what is not to be posted yet; once, and what was posted by now stays so."""
    if draft.attachments:
        text = gettext("A moderator has to look at this message first: send it without the files.")
        raise ValidationError(text, code="held_files")
    with transaction.atomic():
        room = Room.objects.select_for_update().get(pk=draft.room_id)
        entry = access.enter(draft.author, draft.room_id)
        _, posted = _find(draft.author, draft.room_id, draft.nonce, draft.body, draft.files)
        if posted:
            return Posted(posted, is_new=False)
        refuse_archived(room)
        with suppress(HeldForReview):
            refuse_restrained(room, entry.membership)
        if room.is_direct:
            # Nobody is there to look at it.
            raise ValidationError(gettext("This isn't written on this site."), code="filtered")
        waiting = HeldMessage.objects.filter(author=draft.author)
        if not waiting.filter(nonce=draft.nonce).exists():
            if waiting.filter(room=room).count() >= MOST_HELD:
                raise ValidationError(gettext("Wait until a moderator has looked at what you wrote."), code="too_many")
            HeldMessage.objects.create(
                room=room,
                author=draft.author,
                body=draft.body,
                nonce=draft.nonce,
                kind=draft.kind,
                reply_to=draft.reply_to,
                why=held.why,
            )
            call_moderators(room, gettext("A message waits for a moderator."))
    raise held


_together = Together(_store_together)


def _born(room: Room, draft: Waiting, nonce: str) -> Message:
    message = next_message(room, draft.author, draft.body, nonce, draft.created, draft.kind, draft.html)
    message.files_digest = draft.files
    return message


def _find(author: User, room_id: int, nonce: str, body: str, files: str) -> tuple[str, Message | None]:
    """Return the nonce that a text is stored with, and the message if an earlier try has stored it.

    A form may send more than one text: one is changed after the browser's Back button, or typed over while it is on its
    way. Each but the first is stored with a nonce of the form's and its own, so that each is stored, and once.
    """
    sent = Message.objects.select_related("author").filter(author=author)
    first = sent.filter(nonce=nonce).first()
    if first is None or (first.room_id, _sent_body(first), first.files_digest) == (room_id, body, files):
        return nonce, first
    # Such a name says what was sent, whatever has become of that since.
    name = f"also-{sha256(f'{nonce} {room_id} {files}{body}'.encode()).hexdigest()[:32]}"
    return name, sent.filter(nonce=name).first()


def _sent_body(message: Message) -> str:
    """Return what a message said when it was sent, whatever it has been made by an edit since."""
    first = message.revisions.first() if message.edited else None
    return first.body if first else message.body


def _pace(room_id: int, author: User, nonce: str, body: str, files: str) -> None:
    try:
        pace.take(author)
    except ValidationError:
        # A retry of what is stored already is answered, however fast it comes.
        if not _find(author, room_id, nonce, body, files)[1]:
            raise
