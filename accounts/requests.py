from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from .models import User


class PersonRequest(HttpRequest):
    """A request behind ``login_required``: its user is always one of ours. Only for type checking."""

    user: User
    htmx: HtmxDetails
