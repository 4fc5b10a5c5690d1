"""The people of a room: who they are, what they are there, and what owners and moderators can do about it."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import PersonRequest

from .. import access, conversation, roles
from ..models import Membership

PAGE = 100


@require_safe
@never_cache
@login_required
def people(request: PersonRequest, room_id: int) -> HttpResponse:
    """Everybody in a room."""
    return show(request, access.enter(request.user, room_id))


@require_POST
@login_required
def set_role(request: PersonRequest, room_id: int, user_id: int) -> HttpResponse:
    def act() -> str:
        member = conversation.set_role(room_id, request.user, user_id, request.POST.get("role", ""))
        said = {"owner": _("%(name)s is an owner now."), "moderator": _("%(name)s is a moderator now.")}
        return said.get(member.role, _("%(name)s is a member now.")) % {"name": member.user.name}

    return _done(request, room_id, act)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def hand_over(request: PersonRequest, room_id: int, user_id: int) -> HttpResponse:
    """Whether to really hand a room over to somebody, and doing it."""
    if request.method == "POST":
        return _done(
            request,
            room_id,
            lambda: (
                _("%(name)s is the owner now, and you are a moderator.")
                % {"name": conversation.hand_over(room_id, request.user, user_id).user.name}
            ),
        )
    entry = access.enter_to("roles", request.user, room_id)
    context = {"room": entry.room, "member": access.member_in(entry, user_id)}
    return TemplateResponse(request, "rooms/people/hand_over.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def remove(request: PersonRequest, room_id: int, user_id: int) -> HttpResponse:
    """Whether to really remove somebody from a room, and doing it."""
    if request.method == "POST":
        return _done(
            request,
            room_id,
            lambda: (
                _("%(name)s is no longer in this room.")
                % {"name": conversation.expel(room_id, request.user, user_id).user.name}
            ),
        )
    entry = access.enter_to("remove", request.user, room_id)
    context = {"room": entry.room, "member": access.member_in(entry, user_id)}
    return TemplateResponse(request, "rooms/people/remove.html", context)


def show(request: PersonRequest, entry: access.Entry, error: str = "", status: int = 200) -> HttpResponse:
    """Return the page of a room's people, with what was refused."""
    page = Paginator(access.members_of(entry), PAGE).get_page(request.GET.get("page"))
    may = access.permitted(entry)
    people = [(member, _can(entry.membership, member, may)) for member in page]
    context = {"room": entry.room, "page": page, "people": people, "may": may, "error": error}
    return TemplateResponse(request, "rooms/people/people.html", context, status=status)


def _can(me: Membership, member: Membership, may: set[str]) -> set[str]:
    """Return what I can do about a member: names that the template knows."""
    can = {"role"} if "roles" in may else set()
    if "roles" in may and member.pk != me.pk:
        can.add("hand over")
    if "remove" in may and not roles.why_not_remove(me, member):
        can.add("remove")
    if "ban" in may and not roles.why_not_silence(me, member):
        can.add("silence")
    return can


def _done(request: PersonRequest, room_id: int, act: Callable[[], str]) -> HttpResponse:
    try:
        messages.success(request, act())
    except ValidationError as refusal:
        return show(request, access.enter(request.user, room_id), " ".join(refusal.messages), 422)
    return redirect("rooms:people", room_id)
