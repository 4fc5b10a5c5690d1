import re
import secrets
from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import Room

NONCE = r"\A[\w-]{8,64}\Z"


def new_nonce() -> str:
    """Return the nonce of one composer: what makes its message be stored once however often it is sent."""
    return secrets.token_urlsafe(12)


def nonce_after(nonce: str) -> str:
    """Return the nonce of the composer that follows the one with ``nonce`` on its page."""
    return urlsafe_b64encode(sha256(nonce.encode()).digest()[:12]).decode()


class MessageForm(forms.Form):
    """What a composer sends. Its emptiness and its length are judged by the conversation, so that both say the same."""

    body = forms.CharField(label=_("Message"), required=False, strip=False)
    nonce = forms.RegexField(NONCE, widget=forms.HiddenInput)

    @property
    def composer_key(self) -> str:
        """What names the composer on the page; it comes from there, so it is taken only if it is one of ours."""
        key = self.data.get("composer", "")
        return key if re.fullmatch(NONCE, key) else ""


class RoomForm(forms.ModelForm):
    kind = forms.ChoiceField(
        label=_("Who may join"),
        choices=[(Room.Kind.OPEN, _("Open: anyone may find and join it")), (Room.Kind.PRIVATE, _("Private"))],
        initial=Room.Kind.OPEN,
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Room
        fields = ["name", "kind"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = "off"

    def clean_name(self) -> str:
        """Say beside the name that it is taken; the constraint, on an expression, would say it of the whole form."""
        name: str = self.cleaned_data["name"]
        if Room.objects.filter(name__iexact=name).exists():
            raise forms.ValidationError(_("There is already a room with this name."), code="taken")
        return name
