"""What bots do by HTTP. docs/bots.md is written for those who write them."""

import re
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from accounts.models import User

from ..bots import doing
from ..bots.tokens import bot_with
from ..forms import MOST, NONCE, new_nonce
from ..models import Message, Room
from .api_answers import Refusal, content_of, for_programs, text_in


@for_programs("POST")
def messages(request: HttpRequest, room_id: int) -> HttpResponse:
    """Say something in a room, once for each ``key``: 201 when it is new, 200 when it was stored before."""
    bot = bot_of(request)
    content = content_of(request)
    try:
        posted = doing.say(room_id, bot, text_in(content), key_in(content), _reply_to_in(content))
    except Room.DoesNotExist:
        raise Http404 from None
    return JsonResponse(_said(request, posted.message), status=201 if posted.is_new else 200)


@for_programs("PATCH", "DELETE")
def message(request: HttpRequest, room_id: int, position: int) -> HttpResponse:
    """Edit or delete what the bot has said."""
    bot = bot_of(request)
    if request.method == "DELETE":
        doing.take_back(room_id, bot, position)
        return HttpResponse(status=204)
    changed = doing.change(room_id, bot, position, text_in(content_of(request)))
    return JsonResponse(_said(request, changed))


@for_programs("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
def nowhere(request: HttpRequest, rest: str) -> HttpResponse:
    """Say in JSON that there is nothing at an address."""
    raise Http404


def bot_of(request: HttpRequest) -> User:
    """Return the bot whose token the request shows. Raises ``Refusal``."""
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    bot = bot_with(token.strip()) if scheme.lower() == "bearer" else None
    if bot is None:
        raise Refusal(401, "unauthorized", _("Show a token that is good: Authorization: Bearer <token>."))
    return bot


def key_in(content: dict[str, Any]) -> str:
    """Return the key by which a message is known when it is sent again, or a new one. Raises ``Refusal``."""
    key = content.get("key")
    if key is None:
        return new_nonce()
    if not isinstance(key, str) or not re.fullmatch(NONCE, key, re.ASCII):
        text = _("A key has 8 to 64 letters without accents, digits, - and _.")
        raise Refusal(422, "bad_key", text, "key")
    return key


def _reply_to_in(content: dict[str, Any]) -> int | None:
    position = content.get("reply_to")
    if position is None:
        return None
    if not isinstance(position, int) or isinstance(position, bool) or not 1 <= position <= MOST:
        raise Refusal(422, "bad_number", _("This must be the number of a message."), "reply_to")
    return position


def _said(request: HttpRequest, message: Message) -> dict[str, Any]:
    return {
        "room": message.room_id,
        "id": message.position,
        "text": message.body,
        "created": message.created.isoformat(),
        "edited": message.edited.isoformat() if message.edited else None,
        "reply_to": message.reply_to,
        "url": request.build_absolute_uri(message.get_absolute_url()),
    }
