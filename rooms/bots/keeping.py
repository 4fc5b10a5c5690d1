"""Making bots and webhooks, and ending what they may."""

import secrets
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from accounts import people
from accounts.models import User

from .. import access, audit, conversation
from ..models import Bot, BotToken, Membership, Room, Webhook
from .tokens import digest_of, new_token

# For so long an earlier token is still good, so that nothing stands still while a program gets the new one.
OVERLAP = timedelta(hours=1)
# So many webhooks a room may have at a time.
MOST_WEBHOOKS = 20


@transaction.atomic
def make_bot(username: str, display_name: str, url: str, by: User) -> Bot:
    """Make a bot. It belongs to no room and has no token yet. Raises ``IntegrityError`` for a user name taken."""
    user = people.bot(username, display_name)
    audit.record("bot.make", by=by, person=user, after={"name": user.name, "url": url})
    return Bot.objects.create(user=user, made_by=by, url=url, secret=_new_secret())


@transaction.atomic
def new_token_for(bot: Bot) -> str:
    """Make a token and return it, this once. Earlier ones end an hour later at the latest."""
    token = new_token()
    until = timezone.now() + OVERLAP
    bot.tokens.filter(ends=None).update(ends=until)
    BotToken.objects.create(bot=bot, digest=digest_of(token))
    audit.record("bot.token", person=bot.user_id)
    return token


@transaction.atomic
def revoke_tokens(bots: QuerySet[Bot]) -> int:
    """End every token of these bots at once; return how many that were."""
    for bot in bots:
        audit.record("bot.revoke", person=bot.user_id)
    return BotToken.objects.filter(bot__in=bots).delete()[0]


@transaction.atomic
def new_secret_for(bot: Bot) -> str:
    """Sign what is sent to the bot with another secret from now on, and return that."""
    bot.secret = _new_secret()
    bot.save(update_fields=["secret"])
    audit.record("bot.secret", person=bot.user_id)
    return bot.secret


def _new_secret() -> str:
    return secrets.token_urlsafe(32)


def make_webhook(room_id: int, by: User, name: str) -> tuple[Webhook, str]:
    """Make a webhook of a room, as ``by`` wishes, that writes under ``name``; return it and, this once, its token.

    Raises ``ValidationError`` (code ``too_many``) and what ``access.enter_to`` raises.
    """
    token = new_token()
    # Under the room's lock, for the count to hold.
    with transaction.atomic():
        room = Room.objects.select_for_update().get(pk=room_id)
        access.enter_to("webhooks", by, room_id)
        if Webhook.objects.filter(room=room, revoked=None).count() >= MOST_WEBHOOKS:
            text = gettext("This room has %(limit)s webhooks already. Revoke one first.")
            raise ValidationError(text, code="too_many", params={"limit": MOST_WEBHOOKS})
        user = people.bot(f"webhook-{secrets.token_hex(5)}", name)
        webhook = Webhook.objects.create(room=room, user=user, made_by=by, digest=digest_of(token))
        conversation.add_member(room_id, user)
        audit.record("webhook.make", room=room, by=by, person=user, after={"name": name})
    return webhook, token


def revoke_webhook(room_id: int, by: User, key: int) -> None:
    """Let a webhook's address lead nowhere from now on, as ``by`` wishes. Raises what ``access.enter_to`` raises."""
    entry = access.enter_to("webhooks", by, room_id)
    for webhook in webhooks_of(entry).select_related("room").filter(pk=key):
        end_webhook(webhook, by)


@transaction.atomic
def end_webhook(webhook: Webhook, by: User | None = None) -> None:
    """Let a webhook's address lead nowhere from now on. What it wrote stays, and it is no member any more."""
    audit.record("webhook.revoke", room=webhook.room, by=by, person=webhook.user)
    Webhook.objects.filter(pk=webhook.pk, revoked=None).update(revoked=timezone.now())
    webhook.user.is_active = False
    people.save(webhook.user, ["is_active"])
    for membership in Membership.objects.select_related("user").filter(user=webhook.user):
        conversation.remove_member(membership)


def webhooks_of(entry: access.Entry) -> QuerySet[Webhook]:
    """Return the webhooks of a room that was entered, without those revoked, the latest first."""
    return Webhook.objects.filter(room=entry.room, revoked=None).select_related("user", "made_by")
