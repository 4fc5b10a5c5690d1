"""What a message is when it is born, editing and deleting it."""

from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User

from .. import audit, bots, pace, previews, uploads, word_filter
from ..markup import mentions, render_plain
from ..models import Draft, FilteredWord, Message, MessageRevision, Room
from ..models.message import GROUPING_GAP
from ..roles import refuse_archived
from .calling import call_about, hush
from .muting import refuse_filtered
from .previews import drop_outdated_preview, drop_preview
from .replies import leave_thread
from .reports import flag
from .versions import next_version
from .writing import written


def clean_body(body: str, *, may_be_empty: bool = False) -> str:
    """Return the text as it is stored.

    Raises ``ValidationError`` with the code ``too_long``, or ``empty`` unless ``may_be_empty``: files say enough.
    """
    body = body.replace("\r\n", "\n").replace("\r", "\n").strip("\n").rstrip()
    # A lone surrogate can be neither stored nor sent.
    body = body.encode("utf-8", "replace").decode()
    if not body.strip() and not may_be_empty:
        raise ValidationError(_("Write something first."), code="empty")
    if len(body) > settings.MESSAGE_MAX_LENGTH:
        raise ValidationError(
            _("This message has %(length)s characters. The most is %(limit)s."),
            code="too_long",
            params={"length": len(body), "limit": settings.MESSAGE_MAX_LENGTH},
        )
    return body


def next_message(room: Room, author: User, body: str, nonce: str, created: datetime, kind: str, html: str) -> Message:
    """Return the message born at the locked room's version, not stored yet; the room remembers it as its latest."""
    is_text = kind == Message.Kind.TEXT
    follows_author = (
        is_text
        and room.latest_author_id == author.pk
        and room.latest_created is not None
        and abs(created - room.latest_created) < GROUPING_GAP
    )
    previous_created = room.latest_created
    room.latest_author_id = author.pk if is_text else None
    room.latest_created = created
    room.latest_position = room.version
    return Message(
        room=room,
        author=author,
        kind=kind,
        position=room.version,
        version=room.version,
        nonce=nonce,
        body=body,
        html=html,
        created=created,
        follows_author=follows_author,
        previous_created=previous_created,
    )


def edit(message: Message, body: str, editor: User | None = None, *, paced: bool = False) -> Message:
    """Replace the text of a message, and keep the earlier one; the same text again changes nothing.

    ``paced`` counts it among what ``editor`` writes, who can't in an archived room.

    Raises ``ValidationError`` with the code ``empty``, ``too_long``,
    ``too_fast``, ``archived``, ``filtered`` or ``gone`` (it was deleted meanwhile).
    """
    body = clean_body(body, may_be_empty=message.has_files)
    if paced and editor:
        pace.take(editor)
    flagged = ""
    if paced and (verdict := word_filter.judge(body)):
        if verdict.action == FilteredWord.Action.HOLD:
            # What stands there already can't wait for somebody.
            verdict = word_filter.Verdict(FilteredWord.Action.BLOCK, verdict.words)
        flagged = refuse_filtered(verdict)
    html = render_plain(body) if message.is_plain else written(message.room_id, body)
    with next_version(message.room_id) as room:
        message = Message.objects.select_related("author").get(pk=message.pk)
        if paced:
            refuse_archived(room)
        if message.deleted:
            raise ValidationError(_("This message was deleted."), code="gone")
        if message.body == body:
            room.version -= 1
            return message
        now = timezone.now()
        MessageRevision.objects.create(message=message, body=message.body, edited_by=editor, edited=now)
        called_before = mentions.marked(message.html)
        if audit.is_to_another(message.author_id, editor):
            audit.record("message.edit", room=room, by=editor, message=message)
        message.body, message.html, message.edited = body, html, now
        message.version = room.version
        if message.pinned:
            # The list of pins says it too.
            room.details_version = room.version
        drop_outdated_preview(message)
        message.save(update_fields=["body", "html", "linked", "edited", "version"])
        if newly_called := mentions.marked(html) - called_before:
            call_about(message, newly_called)
            bots.soon(message, newly_called)
        if flagged:
            flag(message, flagged)
    previews.soon(message)
    return message


def delete(message: Message, by: User | None = None, reason: str = "") -> Message:
    """Take a message's words, earlier ones too, files, preview, reactions and so on away; leave a tombstone; once.

    ``by`` is who wants it, by default whoever's request is being answered; nobody is asked whether they may.
    Everybody reads the ``reason`` on the tombstone.
    """
    with next_version(message.room_id) as room:
        message = Message.objects.select_related("author").get(pk=message.pk)
        if message.deleted:
            room.version -= 1
            return message
        if audit.is_to_another(message.author_id, by):
            audit.record("message.delete", room=room, by=by, message=message, reason=reason)
            message.why_gone = reason.strip()[:200]
        if message.has_files:
            uploads.remove(message.attachments.all())
            message.files_digest = ""
        message.body = message.html = ""
        message.deleted = timezone.now()
        message.version = room.version
        if message.pinned:
            room.details_version = room.version
        if message.reacted:
            message.reactions.all().delete()
        message.pinned = message.reacted = None
        drop_preview(message)
        changed = ["body", "html", "files_digest", "linked", "deleted", "pinned", "reacted", "why_gone", "version"]
        message.save(update_fields=changed)
        message.revisions.all().delete()
        message.bookmarks.all().delete()
        # It may have been kept while it was written.
        Draft.objects.filter(room=room, user_id=message.author_id, nonce=message.nonce).delete()
        leave_thread(room, message)
        hush(message)
    return message
