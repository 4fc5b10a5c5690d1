from typing import Any

from allauth.core import ratelimit
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from .leaving import only_admin
from .models import User


class LeaveForm(forms.Form):
    """What is asked of somebody who wants their account away: two proofs that they mean it, and what of their words."""

    words = forms.ChoiceField(
        label=_("What I wrote"),
        choices=[
            ("keep", _("Stays, as said by a “former member”")),
            ("remove", _("Is deleted, with its files, in every room")),
        ],
        widget=forms.RadioSelect,
        initial="keep",
    )
    username = forms.CharField(label=_("Your user name, to confirm"), max_length=150)
    password = forms.CharField(label=_("Password"), widget=forms.PasswordInput)

    def __init__(self, *args: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request, self.user = request, user
        self.fields["username"].widget.attrs["autocomplete"] = "off"
        self.fields["password"].widget.attrs["autocomplete"] = "current-password"

    def clean_username(self) -> str:
        username: str = self.cleaned_data["username"]
        if username != self.user.username:
            raise forms.ValidationError(_("This is not your user name."), code="other_name")
        return username

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not ratelimit.consume(self.request, action="reauthenticate", user=self.user):
            raise forms.ValidationError(_("Too many attempts. Try again later."), code="too_many")
        if not self.user.check_password(password):
            raise forms.ValidationError(_("This is not your password."), code="wrong_password")
        return password

    def clean(self) -> dict[str, Any]:
        if only_admin(self.user):
            text = _("You are the only admin. Make somebody else a superuser first.")
            raise forms.ValidationError(text, code="only_admin")
        return super().clean() or self.cleaned_data
