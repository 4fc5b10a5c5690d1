"""Asking people into a room: by name, whom their home tells so, and by links."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.adapter import AFTER_SIGN_IN
from accounts.requests import PersonRequest

from .. import access, conversation, people
from ..models import InvitationLink
from ..room_forms import LinkForm, PeopleForm

# In the session of somebody who isn't signed in yet: the token of the link by which they said that they want to come.
JOINING = "joining_by"


@require_safe
@never_cache
@login_required
def invitations(request: PersonRequest, room_id: int) -> HttpResponse:
    """Who is asked into a room, and the links that lead there."""
    return _show(request, access.enter_to("invite", request.user, room_id))


@require_POST
@login_required
def invite(request: PersonRequest, room_id: int) -> HttpResponse:
    entry = access.enter_to("invite", request.user, room_id)
    form = PeopleForm(request.POST)
    if form.is_valid():
        try:
            for person in form.cleaned_data["people"]:
                conversation.invite(room_id, request.user, person)
                messages.success(request, _("%(name)s is invited.") % {"name": person.name})
        except ValidationError as refusal:
            form.add_error("people", ValidationError(refusal.messages))
        else:
            return redirect("rooms:invitations", room_id)
    return _show(request, entry, people_form=form, status=422)


@require_POST
@login_required
def withdraw(request: PersonRequest, room_id: int, user_id: int) -> HttpResponse:
    conversation.withdraw(room_id, request.user, user_id)
    messages.success(request, _("The invitation is taken back."))
    return redirect("rooms:invitations", room_id)


@require_POST
@login_required
def make_link(request: PersonRequest, room_id: int) -> HttpResponse:
    entry = access.enter_to("invite", request.user, room_id)
    form = LinkForm(request.POST)
    if form.is_valid():
        try:
            conversation.make_link(room_id, request.user, form.cleaned_data["hours"], form.cleaned_data["most_uses"])
        except ValidationError as refusal:
            form.add_error(None, ValidationError(refusal.messages))
        else:
            messages.success(
                request, _("Here is the link. Whoever has it can come in: give it only to those you mean.")
            )
            return redirect("rooms:invitations", room_id)
    return _show(request, entry, link_form=form, status=422)


@require_POST
@login_required
def revoke_link(request: PersonRequest, room_id: int, link_id: int) -> HttpResponse:
    conversation.revoke_link(room_id, request.user, link_id)
    messages.success(request, _("The link leads nowhere any more."))
    return redirect("rooms:invitations", room_id)


@require_POST
@login_required
def accept(request: PersonRequest, room_id: int) -> HttpResponse:
    invitation = people.invitation_to(request.user, room_id)
    try:
        return redirect(conversation.accept(invitation).room)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("home")


@require_POST
@login_required
def decline(request: PersonRequest, room_id: int) -> HttpResponse:
    conversation.decline(people.invitation_to(request.user, room_id))
    return redirect("home")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Where a link leads. Who has no account, or isn't signed in, says so first and comes in once they are."""
    found = people.link_with(token)
    if not request.user.is_authenticated:
        return _sign_in_first(request, found) if request.method == "POST" else _show_link(request, found)
    request.session.pop(AFTER_SIGN_IN, None)
    said_before = request.session.pop(JOINING, None) == token
    if access.is_member(request.user.pk, found.room_id):
        return redirect(found.room)
    if request.method != "POST" and not said_before:
        return _show_link(request, found)
    try:
        return redirect(conversation.use_link(found, request.user).room)
    except ValidationError as refusal:
        if refusal.code == "banned":
            raise access.NotAMember(found.room) from None
        # Its page says why.
        return _show_link(request, found)


def _sign_in_first(request: HttpRequest, link: InvitationLink) -> HttpResponse:
    if link.why_not:
        return _show_link(request, link)
    here = link.get_absolute_url()
    request.session[JOINING] = link.token
    # For the ways on which the address of the next page gets lost, such as that by a mail.
    request.session[AFTER_SIGN_IN] = here
    door = "account_login" if "sign-in" in request.POST else "account_signup"
    return redirect(f"{resolve_url(door)}?next={here}")


def _show_link(request: HttpRequest, link: InvitationLink) -> HttpResponse:
    context = {"room": link.room, "link": link, "why_not": link.why_not}
    return TemplateResponse(request, "rooms/invitations/link.html", context, status=410 if link.why_not else 200)


def _show(
    request: PersonRequest,
    entry: access.Entry,
    people_form: PeopleForm | None = None,
    link_form: LinkForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "room": entry.room,
        "may": access.permitted(entry),
        "people_form": people_form or PeopleForm(),
        "link_form": link_form or LinkForm(),
        "invited": people.invited_to(entry),
        "links": [(link, request.build_absolute_uri(link.get_absolute_url())) for link in people.links_to(entry)],
    }
    return TemplateResponse(request, "rooms/invitations/invitations.html", context, status=status)
