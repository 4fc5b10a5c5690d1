from collections.abc import Callable

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.http import HttpRequest, HttpResponse
from django.template.response import SimpleTemplateResponse
from django.utils import timezone, translation

from . import sign_ins
from .sessions import person_in
from .time_zones import zone


class PersonMiddleware(AuthenticationMiddleware):
    """Finds out whose request it is with queries that are built once.

    Whoever isn't found so (a visitor, or somebody whose session ended or was signed with an earlier key) is left to
    Django, which also clears their session away or signs it anew.
    """

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        if person := person_in(request.session):
            # Where Django itself keeps whom it has found.
            request._cached_user = person  # type: ignore[attr-defined]


class PreferencesMiddleware:
    """Answers each person in their own language and time zone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if not user.is_authenticated:
            return self.get_response(request)
        sign_ins.note(request, user)
        with translation.override(user.language), timezone.override(zone(user.time_zone)):
            response = self.get_response(request)
            # A TemplateResponse is rendered by the handler after this; render it while the choice holds.
            if isinstance(response, SimpleTemplateResponse) and not response.is_rendered:
                response.render()
        return response
