"""How my alerts reach me elsewhere: the page where I choose it, and the page of the link that stops the mails."""

from allauth.account.models import EmailAddress
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import PersonRequest

from . import feed
from .mail.unsubscribing import person_of, unsubscribe
from .models import Delivery


class DeliveryForm(forms.ModelForm):
    mail = forms.ChoiceField(label=gettext_lazy("Mail me"), choices=Delivery.Mail, widget=forms.RadioSelect)

    class Meta:
        model = Delivery
        fields = ["mail"]


@never_cache
@login_required
def delivery(request: PersonRequest) -> HttpResponse:
    """Whether I am mailed what calls me while I am away, and the link to my feed."""
    mine = Delivery.objects.filter(user=request.user).first() or Delivery(user=request.user)
    form = DeliveryForm(request.POST or None, instance=mine)
    if request.method == "POST" and form.is_valid():
        Delivery.objects.update_or_create(user=request.user, defaults={"mail": form.cleaned_data["mail"]})
        messages.success(request, _("Saved."))
        return redirect("alerts:delivery")
    context = {
        "form": form,
        "address": EmailAddress.objects.filter(user=request.user, primary=True).first(),
        "feed": request.build_absolute_uri(feed.address_of(mine)) if mine.feed else "",
        "minutes": settings.ALERT_MAIL_MINUTES,
        "pause": settings.ALERT_MAIL_PAUSE_MINUTES,
    }
    return TemplateResponse(request, "alerts/delivery.html", context, status=422 if form.is_bound else 200)


@require_POST
@never_cache
@login_required
def feed_link(request: PersonRequest) -> HttpResponse:
    """Make a new link to my feed, which ends an earlier one, or with ``end`` only end it."""
    if "end" in request.POST:
        feed.end(request.user)
        messages.success(request, _("The link to your feed no longer works."))
    else:
        feed.begin(request.user)
        messages.success(request, _("This is the new link to your feed. An earlier one no longer works."))
    return redirect("alerts:delivery")


# Whoever has the link may do this and nothing else; a program for mail POSTs here, with no page of ours and no cookie.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stop the mails of whoever the link was sent to. Opening it asks first: programs that look at links open them."""
    user = person_of(token)
    if user is None:
        raise Http404("no such link")
    if request.method == "POST":
        unsubscribe(user)
    with translation.override(user.language):
        context = {"person": user, "done": request.method == "POST"}
        response = TemplateResponse(request, "alerts/unsubscribe.html", context)
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response.render()
