"""Doors that only the chaos suite opens: what admins and other pages do in a room, done in the server itself.

They do nothing but call ``rooms.conversation``, so that a change is interrupted, and wakes, as any change does. Each
answers with JSON, and says with ``changed`` whether the room took a new version.
"""

import json
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, JsonResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from accounts import people
from accounts.models import User
from rooms import access, conversation
from rooms.models import Membership, Message, Room
from rooms.templatetags.rooms import who_reacted
from site_config.urls import handler403 as handler403

from .people import end_sessions, give_other_password, session_for, stands


def new_world(room: str, zones: dict[str, str], outsider: str, history: int) -> dict[str, Any]:
    """Make a room with people (name and time zone), all of them members but ``outsider``, and some messages."""
    users = [User.objects.create(username=name, time_zone=zone) for name, zone in zones.items()]
    made = conversation.create_room(room, users[0])
    for user in users[1:]:
        if user.username != outsider:
            conversation.add_member(made.pk, user)
    for number in range(history):
        conversation.post(made.pk, users[number % 2], f"long ago {number}", f"history-{made.pk}-{number}")
    made.refresh_from_db()
    return {
        "room": made.pk,
        "version": made.version,
        "people": {user.username: {"id": user.pk, "session": session_for(user)} for user in users},
    }


def edit(room: int, choice: float, body: str) -> dict[str, Any]:
    message = _some_message(room, choice)
    if message is None or message.deleted:
        return {"changed": False}
    try:
        conversation.edit(message, body)
    except ValidationError:
        return {"changed": False}
    return {"changed": True, "position": message.position}


def delete(room: int, choice: float) -> dict[str, Any]:
    message = _some_message(room, choice)
    if message is None or message.deleted:
        return {"changed": False}
    conversation.delete(message)
    return {"changed": None, "position": message.position}


def react(room: int, choice: float, user: int, emoji: str) -> dict[str, Any]:
    """React where that person hasn't yet, and never take it back: no message comes to look as it did before."""
    message = _some_message(room, choice)
    if message is None or message.reactions.filter(user_id=user, emoji=emoji).exists():
        return {"changed": False}
    try:
        conversation.toggle_reaction(message, User.objects.get(pk=user), emoji)
    except (ValidationError, access.NotAMember):
        return {"changed": False}
    return {"changed": True}


def pin(room: int, choice: float, user: int) -> dict[str, Any]:
    """Pin what isn't pinned. Another may do so at the same moment, so whether it took a version is not known."""
    message = _some_message(room, choice)
    if message is None or message.pinned:
        return {"changed": False}
    try:
        conversation.pin(message, User.objects.get(pk=user))
    except (ValidationError, access.NotAMember):
        return {"changed": False}
    return {"changed": None}


def remove(room: int, user: int) -> dict[str, Any]:
    membership = Membership.objects.filter(room_id=room, user_id=user).first()
    if membership is None:
        return {"changed": False}
    conversation.remove_member(membership)
    return {"changed": True, "version": Room.objects.get(pk=room).version}


def add(room: int, user: int) -> dict[str, Any]:
    if Membership.objects.filter(room_id=room, user_id=user).exists():
        return {"changed": False}
    conversation.add_member(room, User.objects.get(pk=user))
    return {"changed": True}


def rename(room: int, name: str) -> dict[str, Any]:
    conversation.change_room(room, name=name)
    return {"changed": True}


def change_kind(room: int, kind: str) -> dict[str, Any]:
    """Make a room open or private; its members stay. What it is already takes no version, also where another has just
    made it that: so it is asked under the room's lock.
    """
    with transaction.atomic():
        before = Room.objects.select_for_update().get(pk=room).kind
        conversation.change_room(room, kind=kind)
    return {"changed": before != kind}


def rename_person(user: int, name: str) -> dict[str, Any]:
    """Give somebody another name. Whether their room shows it, as a member's or an author's, is not looked up."""
    person = User.objects.get(pk=user)
    person.display_name = name
    people.save(person, ["display_name"])
    return {"changed": None}


def sign_in(user: int) -> dict[str, Any]:
    return {"session": session_for(User.objects.get(pk=user))}


def sign_out_everywhere(user: int) -> dict[str, Any]:
    end_sessions(User.objects.get(pk=user))
    return {}


def change_password(user: int) -> dict[str, Any]:
    give_other_password(User.objects.get(pk=user))
    return {}


def set_active(user: int, active: bool) -> dict[str, Any]:
    """Deactivate somebody, or let them in again."""
    person = User.objects.get(pk=user)
    person.is_active = active
    people.save(person, ["is_active"])
    return {}


def state(room: int, sessions: list[str]) -> dict[str, Any]:
    """Return what is stored of a room, and which of ``sessions`` still stand."""
    found = Room.objects.get(pk=room)
    messages = Message.objects.filter(room=found).order_by("position")
    fields = ("position", "version", "author_id", "nonce", "body", "edited", "deleted", "thread", "reply_count")
    return {
        "version": found.version,
        "members": list(Membership.objects.filter(room=found).values_list("user_id", flat=True)),
        "standing": [session for session in sessions if stands(session)],
        "messages": [
            dict(zip(fields, row, strict=True)) | {"sent": _sent(message), "marks": _marks(message)}
            for row, message in zip(messages.values_list(*fields), messages, strict=True)
        ],
    }


def _sent(message: Message) -> str:
    """Return what a message said before anybody edited it; nothing of one that was deleted."""
    first = message.revisions.first() if message.edited else None
    return first.body if first else message.body


def _marks(message: Message) -> list[str]:
    """Return what the HTML of a message has in it because of its reactions and its pin."""
    reactions = [f'title="{who_reacted(each)}"' for each in message.reacted or []]
    return [*reactions, *(['class="pinned'] if message.pinned else [])]


def _some_message(room: int, choice: float) -> Message | None:
    newest = list(Message.objects.filter(room_id=room).order_by("-position")[:40])
    return newest[int(choice * len(newest))] if newest else None


def _door(do: Callable[..., dict[str, Any]]) -> Any:
    def view(request: HttpRequest) -> JsonResponse:
        return JsonResponse(do(**json.loads(request.body)))

    return path(f"chaos/{do.__name__}", csrf_exempt(view))


urlpatterns = [
    *(_door(do) for do in (new_world, state)),
    *(_door(do) for do in (edit, delete, react, pin, remove, add, rename, rename_person, change_kind)),
    *(_door(do) for do in (sign_in, sign_out_everywhere, change_password, set_active)),
    path("", include("site_config.urls")),
]
