from collections.abc import Collection

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.csp import CSP
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_POST, require_safe

from .. import avatars, blocks
from ..models import User
from ..profile_form import ProfileForm
from ..requests import PersonRequest

NOTHING: dict[str, Collection[str] | str] = {"default-src": [CSP.NONE], "sandbox": [""]}


@never_cache
@login_required
def profile(request: PersonRequest) -> HttpResponse:
    """What others read about me."""
    form = ProfileForm(request.POST or None, request.FILES or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("account_profile")
    return TemplateResponse(request, "accounts/profile.html", {"form": form}, status=422 if form.is_bound else 200)


@require_safe
@csp_override(NOTHING)
@cache_control(private=True, max_age=31_536_000, immutable=True)
@login_required
def picture(request: PersonRequest, name: str, size: int) -> HttpResponse:
    """Somebody's picture; another one has another address."""
    if size not in avatars.SIZES or not User.objects.filter(picture=name).exclude(picture="").exists():
        raise Http404("no such picture")
    try:
        with default_storage.open(avatars.path_of(name, size)) as file:
            return HttpResponse(file.read(), content_type="image/webp")
    except FileNotFoundError:
        raise Http404("no such picture") from None


@require_POST
@login_required
def block(request: PersonRequest, person_id: int) -> HttpResponse:
    """Hide from me what somebody says, or show it again."""
    person = get_object_or_404(User, pk=person_id)
    if request.POST.get("undo"):
        blocks.unblock(request.user, person)
        messages.success(request, _("You see again what %(name)s says.") % {"name": person.name})
        return redirect("people:person", person.username)
    try:
        blocks.block(request.user, person)
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    else:
        messages.success(request, _("You no longer see what %(name)s says.") % {"name": person.name})
    return redirect("people:person", person.username)
