from collections.abc import Collection

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils.functional import SimpleLazyObject
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.requests import PersonRequest
from alerts.context import counted

from .. import access, conversation, history, reading
from ..build import build_id
from ..commands import Command
from ..feed.changes import members_shown
from ..forms import new_nonce
from ..history import Window
from ..models import Message
from ..pinned import pins_shown
from ..presence.showing import who_is_here
from .entering import in_room
from .public import or_public


@require_safe
@never_cache
@or_public
@login_required
@in_room
def room(request: PersonRequest, entry: access.Entry) -> HttpResponse:
    """The room at its newest messages, live; who comes here has read them."""
    response = show(request, entry, first_new=reading.first_new(entry))
    if not reading.is_fetched_ahead(request):
        # Not before it is really shown: it may have to be read anew, and would then find nothing unread.
        is_called = counted(request)
        response.add_post_render_callback(lambda _: conversation.read_page(entry.membership, is_called=is_called() > 0))
    return response


@require_safe
@never_cache
@or_public
@login_required
@in_room
def message(request: PersonRequest, entry: access.Entry, position: int) -> HttpResponse:
    """The room around one message; for a live page on which it was quoted, the way there."""
    found = access.message_in(entry, position)
    if request.htmx:
        return TemplateResponse(request, "rooms/quote_place.html", {"message": found})
    return show(request, entry, history.around(entry.room, position), chosen=found.position)


@require_safe
@never_cache
@login_required
@in_room
def before(request: PersonRequest, entry: access.Entry, position: int) -> HttpResponse:
    """The messages before one: a fragment for the page that scrolls up, a page of their own without JavaScript."""
    window = history.before(entry.room, position)
    if request.htmx:
        return TemplateResponse(request, "rooms/older.html", {"room": entry.room, "window": window})
    return show(request, entry, window)


@require_safe
@never_cache
@login_required
@in_room
def after(request: PersonRequest, entry: access.Entry, position: int) -> HttpResponse:
    """The messages after one, as ``before``."""
    window = history.after(entry.room, position)
    if request.htmx:
        return TemplateResponse(request, "rooms/newer.html", {"room": entry.room, "window": window})
    # Reading goes on at the first of them: a page that opened at its end would fetch, by itself, all that comes after.
    return show(request, entry, window, chosen=window.oldest)


def show(
    request: PersonRequest,
    entry: access.Entry,
    window: Window | None = None,
    *,
    chosen: int = 0,
    draft: str | None = None,
    is_long: bool = False,
    error: str = "",
    commands: Collection[Command] = (),
    note: str = "",
    reply: Message | None = None,
    thread: int | None = None,
    first_new: int = 0,
    template: str = "rooms/room.html",
    status: int = 200,
) -> TemplateResponse:
    """Return the room page at ``window``, or at its newest messages.

    A refused ``draft`` comes back with its ``error``, and with the message that it would ``reply`` to; without one,
    what was begun and not sent is there again. ``commands`` are listed above the composer, and a ``note`` there says
    what one has done. ``thread`` is the root's position on the page of a thread, ``first_new`` that of the first
    message that they have not read, or 0. Rendering raises ``Overtaken`` as ``history`` does.
    """
    room = entry.room
    if draft is None:
        draft = access.draft_in(entry)
        is_long = "\n" in draft
    # Lazy: where the page's messages are still kept from an earlier request, nobody reads them.
    newest = SimpleLazyObject(lambda: history.newest(room))
    return TemplateResponse(
        request,
        template,
        {
            "room": room,
            "window": window or newest,
            "is_newest": window is None or not window.has_newer,
            "is_kept": window is None and not first_new,
            "first_new": first_new,
            "chosen": chosen,
            "draft": draft,
            "error": error,
            "is_long": is_long,
            "commands": commands,
            "note": note,
            "reply": reply,
            "thread": thread,
            "nonce": new_nonce(),
            "build": build_id(),
            "members": SimpleLazyObject(lambda: members_shown(room)),
            "pins": SimpleLazyObject(lambda: pins_shown(room)),
            "here": SimpleLazyObject(lambda: who_is_here(room.pk)),
            "rooms": access.room_list(request.user),
        },
        status=status,
    )
