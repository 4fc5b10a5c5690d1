"""Answering a message with an emoji, and what is shown of such answers."""

from collections.abc import Collection, Iterable

from django.core.exceptions import ValidationError
from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext, ngettext

from accounts.models import User

from .. import audit, emoji_picker, pace
from ..models import Message, Reaction, Room
from ..models.reaction import Reacted
from .calling import call_for_reaction, hush_reaction
from .standing import still_there
from .versions import next_version

# As many different emoji a message may have.
DIFFERENT = 20
# As many of those who reacted are named, and as many find theirs marked: those who did so first.
NAMED = 10
MARKED = 50
# As many messages of a room, the newest, show the new name of somebody who has reacted to them at once; those before
# them with their next reaction. A page gets so many changes one by one.
RENAMED_AT_ONCE = 100


def toggle_reaction(message: Message, person: User, emoji: str, *, paced: bool = False) -> Message:
    """Add ``person``'s reaction with ``emoji`` to a message, or take it back.

    ``paced`` counts it among what they write. Raises ``ValidationError`` with the code ``no_emoji``, ``too_many`` (the
    message has DIFFERENT others), ``too_fast`` or ``gone`` (it was deleted meanwhile), and what ``access.enter``
    raises.
    """
    chosen = emoji_picker.as_chosen(emoji)
    if chosen is None:
        raise ValidationError(gettext("This is no emoji that can be a reaction."), code="no_emoji")
    if paced:
        pace.take(person)
    with next_version(message.room_id) as room:
        message = still_there(message, person, reacting=True)
        taken_back, _ = Reaction.objects.filter(message=message, user=person, emoji=chosen).delete()
        if not taken_back:
            _add(message, person, chosen)
            call_for_reaction(message, person, chosen)
        else:
            _hush_if_last(message, person)
        message.reacted = shown_reactions([message.pk]).get(message.pk)
        message.version = room.version
        message.save(update_fields=["reacted", "version"])
    return message


def remove_reaction(reaction: Reaction) -> Message:
    """Take a reaction away, in the name of the site; once. Who reacted takes theirs back by ``toggle_reaction``."""
    with next_version(reaction.message.room_id) as room:
        message = Message.objects.select_related("author").get(pk=reaction.message_id)
        taken, _ = Reaction.objects.filter(pk=reaction.pk).delete()
        if not taken:
            room.version -= 1
            return message
        if audit.is_to_another(reaction.user_id):
            taken_away = {"emoji": reaction.emoji}
            audit.record("message.reaction", room=room, person=reaction.user_id, message=message, before=taken_away)
        _hush_if_last(message, reaction.user)
        message.reacted = shown_reactions([message.pk]).get(message.pk)
        message.version = room.version
        message.save(update_fields=["reacted", "version"])
    return message


def rename_in_reactions(room: Room, person: User) -> None:
    """Show ``person``'s new name on the newest messages of a locked room that name them among those who reacted."""
    reacted_to = Reaction.objects.filter(user=person).values("message")
    messages = list(Message.objects.filter(room=room, pk__in=reacted_to).order_by("-position")[:RENAMED_AT_ONCE])
    shown = shown_reactions([message.pk for message in messages])
    renamed = [message for message in messages if message.reacted != shown.get(message.pk)]
    for message in renamed:
        message.reacted, message.version = shown.get(message.pk), room.version
    Message.objects.bulk_update(renamed, ["reacted", "version"])


def _hush_if_last(message: Message, person: User) -> None:
    if not Reaction.objects.filter(message=message, user=person).exists():
        hush_reaction(message, person)


def _add(message: Message, person: User, chosen: str) -> None:
    others = {each["emoji"] for each in message.reacted or [] if each["emoji"] != chosen}
    if len(others) >= DIFFERENT:
        text = ngettext(
            "A message can have %(limit)s emoji at most. Choose one of those that it has.",
            "A message can have %(limit)s different emoji at most. Choose one of those that it has.",
            DIFFERENT,
        )
        raise ValidationError(text, code="too_many", params={"limit": DIFFERENT})
    Reaction.objects.create(message=message, user=person, emoji=chosen)


def as_shown(reactions: Iterable[tuple[User, str]]) -> list[Reacted]:
    """Return what a message shows of these reactions, each by somebody and with an emoji, those given first first."""
    shown: dict[str, Reacted] = {}
    for person, emoji in reactions:
        alike = shown.setdefault(emoji, Reacted(emoji=emoji, count=0, names=[], by=""))
        alike["count"] += 1
        if alike["count"] <= MARKED:
            alike["by"] = f"{alike['by']} {person.pk}".lstrip()
        if alike["count"] <= NAMED:
            alike["names"].append(person.name)
    return list(shown.values())


def shown_reactions(keys: Collection[int]) -> dict[int, list[Reacted]]:
    """Return what messages show of their reactions, by their keys, in one query; those without any are left out."""
    alike = [F("message_id"), F("emoji")]
    first = (
        Reaction.objects.filter(message__in=keys)
        .annotate(place=Window(RowNumber(), partition_by=alike, order_by="pk"))
        .annotate(count=Window(Count("pk"), partition_by=alike))
        .filter(place__lte=MARKED)
        .order_by("pk")
        # Not whole people: there may be a thousand, and the room is locked.
        .values_list("message_id", "emoji", "count", "user_id", "user__display_name", "user__username")
    )
    shown: dict[int, dict[str, Reacted]] = {}
    for key, emoji, count, user_id, display_name, username in first:
        of_message = shown.setdefault(key, {})
        if alike_so_far := of_message.get(emoji):
            alike_so_far["by"] += f" {user_id}"
        else:
            alike_so_far = of_message[emoji] = Reacted(emoji=emoji, count=count, names=[], by=str(user_id))
        if len(alike_so_far["names"]) < NAMED:
            alike_so_far["names"].append(User(display_name=display_name, username=username).name)
    return {key: list(of_message.values()) for key, of_message in shown.items()}
