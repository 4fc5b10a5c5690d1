from collections.abc import Callable
from functools import wraps
from typing import Concatenate

from django.db import transaction
from django.http import HttpResponse
from django.template.response import TemplateResponse

from accounts.requests import PersonRequest

from .. import access
from ..history import Overtaken
from ..models import Room

TRIES = 4


def in_room[**P](
    view: Callable[Concatenate[PersonRequest, access.Entry, P], HttpResponse],
) -> Callable[..., HttpResponse]:
    """Let the visitor of an address with a ``room_id`` into the room before the view, and answer as ``access.enter``
    does where they may not.
    """

    @wraps(view)
    def enter(request: PersonRequest, /, room_id: int, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        return as_a_whole(room_id, lambda: view(request, access.enter(request.user, room_id), *args, **kwargs))

    return enter


def as_a_whole(room_id: int, read: Callable[[], HttpResponse]) -> HttpResponse:
    """Return what ``read``, which finds out who may read the room and reads it, answers, rendered.

    Who may read is looked up first, and the messages after that, as late as in the template. If something that is read
    has changed in between, its reader may have lost access before that change: they enter again, and all is read again.
    """

    def answer() -> HttpResponse:
        response = read()
        return response.render() if isinstance(response, TemplateResponse) else response

    for _ in range(TRIES):
        try:
            return answer()
        except Overtaken:
            continue
    # This room changes faster than it can be read. Whoever holds its lock reads it while it stands still.
    with transaction.atomic():
        Room.objects.select_for_update().filter(pk=room_id).first()
        return answer()
