from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

# In a session: where its person wanted to go before they were asked to sign in or up.
AFTER_SIGN_IN = "after_sign_in"


class AccountAdapter(DefaultAccountAdapter):
    """Leads people on to where they were going, also by the way of a mail, on which allauth forgets it."""

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return str(request.session.get(AFTER_SIGN_IN) or super().get_login_redirect_url(request))

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return str(request.session.get(AFTER_SIGN_IN) or super().get_signup_redirect_url(request))
