from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.defaults import permission_denied

from rooms.access import MayNot, MayNotHere, NotAMember, may_join
from rooms.conversation.banning import why_banned
from rooms.people import invitations_of


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say why a room stays closed and how to get in; anything else gets the plain page."""
    if isinstance(exception, MayNot):
        return render(request, "rooms/may_not.html", {"refusal": exception}, status=403)
    if isinstance(exception, MayNotHere):
        return render(request, "rooms/may_not_here.html", {"refusal": exception}, status=403)
    if not isinstance(exception, NotAMember):
        return permission_denied(request, exception)
    context = {"room": exception.room, "may_join": may_join(request.user, exception.room)}
    if request.user.is_authenticated:
        context["banned"] = why_banned(exception.room.pk, request.user)
        context["invitation"] = invitations_of(request.user).filter(room=exception.room).first()
    return render(request, "rooms/not_a_member.html", context, status=403)
