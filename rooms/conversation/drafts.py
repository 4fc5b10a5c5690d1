"""What somebody has begun to write. Nobody else sees it, so it takes no version of the room and wakes nothing.

Posting knows nothing of drafts and pays nothing for them: a draft is one only until there is a message with its nonce.
"""

from django.conf import settings

from accounts.models import User

from ..models import Draft, Message


def keep_draft(room_id: int, user: User, nonce: str, body: str) -> None:
    """Keep ``body``, as far as a message may be long, as what ``user`` is writing in the room; without words, nothing.

    ``nonce`` is that of the composer it stands in. What comes late, after the composer was sent, is not kept.
    """
    body = body.replace("\r\n", "\n").encode("utf-8", "replace").decode()[: settings.MESSAGE_MAX_LENGTH]
    if not body.strip():
        drop_draft(room_id, user)
        return
    if _is_sent(user, nonce):
        return
    Draft.objects.bulk_create(
        [Draft(room_id=room_id, user=user, nonce=nonce, body=body)],
        update_conflicts=True,
        unique_fields=["room", "user"],
        update_fields=["nonce", "body", "updated"],
    )
    # Sent while this was on its way: what was sent shall not lie about here.
    if _is_sent(user, nonce):
        Draft.objects.filter(room_id=room_id, user=user, nonce=nonce).delete()


def drop_draft(room_id: int, user: User) -> None:
    """Forget what ``user`` had begun to write in the room."""
    Draft.objects.filter(room_id=room_id, user=user).delete()


def _is_sent(user: User, nonce: str) -> bool:
    return Message.objects.filter(author=user, nonce=nonce).exists()
