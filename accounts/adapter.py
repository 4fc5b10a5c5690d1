from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import clear_login
from django.dispatch import Signal
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from .models import User

# In a session: where its person wanted to go before they were asked to sign in or up.
AFTER_SIGN_IN = "after_sign_in"


# Sent with ``user``, whose password is right and who isn't active. A receiver may make them active again, or return
# what they are told.
refused = Signal()


class AccountAdapter(DefaultAccountAdapter):
    """Leads people on to where they were going, also by the way of a mail, on which allauth forgets it."""

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return str(request.session.get(AFTER_SIGN_IN) or super().get_login_redirect_url(request))

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return str(request.session.get(AFTER_SIGN_IN) or super().get_signup_redirect_url(request))

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """Tell somebody who may not sign in why, and let those in whose time has come."""
        if not user.is_active:
            reasons = [str(reason) for _, reason in refused.send(User, user=user) if reason]
            user.refresh_from_db()
            if reasons and not user.is_active:
                clear_login(request)
                return TemplateResponse(request, "accounts/refused.html", {"reasons": reasons}, status=403).render()
        return cast(HttpResponse | None, super().pre_login(request, user, **kwargs))
