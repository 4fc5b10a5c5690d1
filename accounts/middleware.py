from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.template.response import SimpleTemplateResponse
from django.utils import timezone, translation

from .time_zones import zone


class PreferencesMiddleware:
    """Answers each person in their own language and time zone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if not user.is_authenticated:
            return self.get_response(request)
        with translation.override(user.language), timezone.override(zone(user.time_zone)):
            response = self.get_response(request)
            # A TemplateResponse is rendered by the handler after this; render it while the choice holds.
            if isinstance(response, SimpleTemplateResponse) and not response.is_rendered:
                response.render()
        return response
