from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts import blocks
from accounts.models import Profile, User
from accounts.requests import PersonRequest
from accounts.time_zones import zone

from .. import access


@require_safe
@never_cache
@login_required
def person(request: PersonRequest, username: str) -> HttpResponse:
    """Who somebody is, to everybody who is signed in, and the rooms in which we both are."""
    found = get_object_or_404(User, username=username)
    context = {
        "person": found,
        "profile": Profile.objects.filter(user=found).first(),
        "their_time": timezone.localtime(timezone=zone(found.time_zone)),
        "shared": access.rooms_shared(request.user, found),
        "is_blocked": blocks.is_blocked(request.user.pk, found.pk),
    }
    return TemplateResponse(request, "people/person.html", context)


@require_safe
@login_required
def by_key(request: PersonRequest, person_id: int) -> HttpResponse:
    """The way from a message: a person's key never changes, their user name may."""
    return redirect("people:person", get_object_or_404(User, pk=person_id).username)
