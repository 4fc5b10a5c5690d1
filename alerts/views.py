from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.template.response import TemplateResponse

from accounts.requests import PersonRequest

from .models import Alert


@login_required
def alerts(request: PersonRequest) -> HttpResponse:
    """What calls for my attention, newest first."""
    return TemplateResponse(request, "alerts/list.html", {"alerts": Alert.objects.filter(user=request.user)[:100]})
