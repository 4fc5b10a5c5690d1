"""Whom something in a room calls: raised, and taken back, in the transaction that gives the reason.

A message that mentions nobody, replies to nothing and stands in a room that nobody watches costs no query.
"""

from collections.abc import Collection, Iterable, Iterator
from typing import TypedDict

from django.db.models import Case, Value, When

import alerts.calling as alerting
from accounts.models import User
from alerts.models import Alert
from alerts.wake import wake_people

from ..markup import mentions
from ..models import Invitation, Membership, Message, Room

Kind = Alert.Kind
Level = Membership.Level

# What is mailed to those who are away.
MAILED = {Kind.MENTION, Kind.EVERYBODY, Kind.REPLY, Kind.DIRECT}


def place_of(room_id: int) -> str:
    """Return the key of a room among the subjects of alerts."""
    return f"room-{room_id}"


def subject_of(message: Message) -> str:
    """Return the key of a message among the subjects of alerts."""
    return f"{place_of(message.room_id)}/m{message.position}"


def calls(messages: Iterable[Message]) -> Iterator[Message]:
    """Yield those of some new messages that call somebody."""
    for message in messages:
        if message.reply_to or message.room.is_watched or 'class="mention ' in message.html:
            yield message


def call_about(message: Message, newly_called: Collection[int] | None = None) -> None:
    """Call those whom a message is meant for: its room is locked, so nobody comes or goes meanwhile.

    ``newly_called`` is for one that was edited: as ``mentions.marked`` has them, those whom it didn't mention before.
    """
    is_new = newly_called is None
    mentioned = mentions.marked(message.html) if newly_called is None else newly_called
    answered = message.original.author_id if is_new and message.original else None
    watched = is_new and message.room.is_watched
    people = Membership.objects.filter(room_id=message.room_id, user__is_active=True)
    # Nobody reads what calls a program; it has its own way of hearing of it (rooms.bots).
    people = people.filter(user__is_bot=False)
    people = people.exclude(user=message.author_id).exclude(notification_level=Level.NOTHING)
    # Whom they have blocked calls nobody.
    people = people.exclude(user__blocks__blocked=message.author_id)
    if 0 not in mentioned and not watched:
        people = people.filter(user__in={*mentioned, answered} - {None})
    if 0 in mentioned:
        # There may be thousands, and the room is locked: the database goes through them by itself.
        named = Case(
            When(user_id=answered, then=Value(Kind.REPLY.value)),
            When(user_id__in={*mentioned} - {0}, then=Value(Kind.MENTION.value)),
            default=Value(Kind.EVERYBODY.value),
        )
        everybody = people.annotate(kind=named).values_list("user_id", "kind")
        alerting.call_everybody(everybody, **_what_calls(message, message.author, message.excerpt))
        return
    found = []
    for user_id, level in people.values_list("user_id", "notification_level"):
        if user_id == answered:
            kind = Kind.REPLY
        elif user_id in mentioned:
            kind = Kind.MENTION
        elif level == Level.EVERYTHING:
            kind = Kind.DIRECT if message.room.is_direct else Kind.MESSAGE
        else:
            continue
        found.append((user_id, kind))
    alerting.call(_alerts(found, message, message.author, message.excerpt))


def call_for_reaction(message: Message, person: User, emoji: str) -> None:
    """Call the author of a message that ``person`` has reacted to: once, with however many emoji."""
    if message.author_id == person.pk:
        return
    author = Membership.objects.filter(room=message.room_id, user=message.author_id, user__is_active=True)
    author = author.filter(user__is_bot=False)
    if author.exclude(notification_level=Level.NOTHING).exclude(user__blocks__blocked=person).exists():
        alerting.call(_alerts([(message.author_id, Kind.REACTION)], message, person, f"{emoji} {message.excerpt}"))


def hush_reaction(message: Message, person: User) -> None:
    """Take back what ``call_for_reaction`` has raised."""
    alerting.withdraw(subject_of(message), actor=person)


def call_for_invitation(invitation: Invitation) -> None:
    """Call somebody who is asked into a room."""
    room = invitation.room
    alerting.announce(
        invitation.user,
        Kind.INVITATION,
        room.topic or room.name,
        link=room.get_absolute_url(),
        subject=_subject_of_invitation(room.pk, invitation.user_id),
        place=room.name,
        actor=invitation.invited_by,
    )


def hush_invitation(room_id: int, user_id: int) -> None:
    """Take back what ``call_for_invitation`` has raised: they have answered, or are no longer asked."""
    alerting.withdraw(_subject_of_invitation(room_id, user_id))


def _subject_of_invitation(room_id: int, user_id: int) -> str:
    return f"{place_of(room_id)}/invitation-{user_id}"


def read_calls(room_id: int, user_ids: Collection[int], position: int) -> None:
    """Mark what calls these people to messages of a room read, up to a position: they have read the room so far."""
    messages = f"{place_of(room_id)}/m"
    alerting.mark_read_among(user_ids, messages, lambda subject: int(subject.removeprefix(messages)) <= position)


def hush(message: Message) -> None:
    """Take back whatever a message has called, and what was raised by reactions to it."""
    alerting.withdraw(subject_of(message))


def hush_all(messages: Iterable[Message]) -> None:
    """Do what ``hush`` does for many messages."""
    alerting.withdraw_about([subject_of(message) for message in messages])


def hush_member(room: Room, user: User) -> None:
    """Take back everything in a room that calls somebody who is no longer its member."""
    alerting.withdraw_all_at(place_of(room.pk), user)
    wake_people([user.pk])


def hush_room(room: Room) -> None:
    """Take back everything in a room that is to go."""
    alerting.withdraw_all_at(place_of(room.pk))


def is_watched(room: Room) -> bool:
    """Return whether a member wants to be called by every message."""
    return Membership.objects.filter(room=room, notification_level=Level.EVERYTHING).exists()


class WhatCalls(TypedDict):
    """What the alerts about one message have in common."""

    actor: User
    content: str
    place: str
    link: str
    subject: str


def _what_calls(message: Message, actor: User, content: str) -> WhatCalls:
    return {
        "actor": actor,
        "content": alerting.shortened(content),
        # A conversation of two needs no name: it is with the one who calls.
        "place": "" if len(message.room.people or []) == 2 else message.room.name,
        "link": message.get_absolute_url(),
        "subject": subject_of(message),
    }


def _alerts(people: Collection[tuple[int, str]], message: Message, actor: User, content: str) -> list[Alert]:
    common, due = _what_calls(message, actor, content), alerting.mail_due()
    return [
        Alert(user_id=user_id, kind=kind, mail_due=due if kind in MAILED else None, **common)
        for user_id, kind in people
    ]
