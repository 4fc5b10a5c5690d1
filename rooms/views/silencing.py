"""What moderators can do about one person in their room: mute, ban, hide what they wrote."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import PersonRequest

from .. import access, conversation, order, roles
from ..conversation import banning, hiding
from ..order_forms import BanForm, MuteForm, PublicReasonForm


@require_safe
@never_cache
@login_required
def person(request: PersonRequest, room_id: int, user_id: int) -> HttpResponse:
    """What can be done about somebody here."""
    return _show(request, access.enter_to("ban", request.user, room_id), user_id)


@require_POST
@login_required
def mute(request: PersonRequest, room_id: int, user_id: int) -> HttpResponse:
    entry = access.enter_to("mute", request.user, room_id)
    form = MuteForm(request.POST)
    if not form.is_valid():
        return _show(request, entry, user_id, mute=form)
    conversation.mute(room_id, request.user, user_id, form.until, form.cleaned_data["reason"])
    messages.success(request, _("They only read here for a while."))
    return redirect("rooms:silence", room_id, user_id)


@require_POST
@login_required
def unmute(request: PersonRequest, room_id: int, user_id: int) -> HttpResponse:
    conversation.mute(room_id, request.user, user_id, None)
    messages.success(request, _("They can write here again."))
    return redirect("rooms:silence", room_id, user_id)


@require_POST
@login_required
def ban(request: PersonRequest, room_id: int, user_id: int) -> HttpResponse:
    entry = access.enter_to("ban", request.user, room_id)
    # Only those who are known here.
    order.person_in(entry, user_id)
    form = BanForm(request.POST)
    if not form.is_valid():
        return _show(request, entry, user_id, ban=form)
    conversation.ban(room_id, request.user, user_id, form.until, form.cleaned_data["reason"])
    messages.success(request, _("They are out of this room, and can't come back until the ban is over."))
    return redirect("rooms:silence", room_id, user_id)


@require_POST
@login_required
def unban(request: PersonRequest, room_id: int, user_id: int) -> HttpResponse:
    conversation.unban(room_id, request.user, user_id)
    messages.success(request, _("They can come into this room again."))
    return redirect("rooms:moderation", room_id)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def hide_all(request: PersonRequest, room_id: int, user_id: int) -> HttpResponse:
    """What hiding everything that somebody wrote here would do, and doing it."""
    entry = access.enter_to("hide", request.user, room_id)
    author, _member = order.person_in(entry, user_id)
    form = PublicReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            done = conversation.hide_all(author, request.user, form.cleaned_data["reason"], entry.room)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            said = ngettext("%(count)s message is hidden.", "%(count)s messages are hidden.", done.count)
            messages.success(request, said % {"count": done.count})
            return redirect("rooms:silence", room_id, user_id)
    context = {"room": entry.room, "person": author, "plan": hiding.plan(author, entry.room), "form": form}
    return TemplateResponse(request, "rooms/moderation/hide_all.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def show_again(request: PersonRequest, room_id: int, hiding_id: int) -> HttpResponse:
    """Undo what hid some messages."""

    def act(found: Any) -> str:
        count = conversation.show_again(found, request.user)
        said = ngettext("%(count)s message is shown again.", "%(count)s messages are shown again.", count)
        return said % {"count": count}

    return _with_hiding(request, room_id, hiding_id, act)


@require_POST
@login_required
def delete_hidden(request: PersonRequest, room_id: int, hiding_id: int) -> HttpResponse:
    """Take away for good what was hidden."""

    def act(found: Any) -> str:
        conversation.delete_hidden(found.messages.select_related("message"))
        return _("What was hidden is deleted for good.")

    return _with_hiding(request, room_id, hiding_id, act)


def _with_hiding(request: PersonRequest, room_id: int, hiding_id: int, act: Callable[[Any], str]) -> HttpResponse:
    entry = access.enter_to("hide", request.user, room_id)
    found = order.hiding_in(entry, hiding_id)
    messages.success(request, act(found))
    return redirect("rooms:silence", room_id, found.author_id)


def _show(
    request: PersonRequest, entry: access.Entry, user_id: int, *, mute: Form | None = None, ban: Form | None = None
) -> HttpResponse:
    person, member = order.person_in(entry, user_id)
    refusal = roles.why_not_silence(entry.membership, member) if member else ""
    hidings = [(each, hiding.can_be_undone(each)) for each in order.hidings_of(entry, person)[: order.SHOWN]]
    context = {
        "room": entry.room,
        "may": access.permitted(entry),
        "person": person,
        "member": member,
        "refusal": refusal,
        "banned": banning.ban_in(entry.room.pk, person),
        "hidings": hidings,
        "mute_form": mute or MuteForm(auto_id="mute_%s"),
        "ban_form": ban or BanForm(auto_id="ban_%s"),
    }
    return TemplateResponse(request, "rooms/moderation/person.html", context, status=422 if mute or ban else 200)
