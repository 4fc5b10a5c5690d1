import re
import secrets
from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import Room

# The greatest that a position can be.
MOST = 2**63 - 1
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
    # Positions of messages: the one replied to, and the root of the thread on whose page the composer is.
    reply_to = forms.IntegerField(required=False, min_value=1, max_value=MOST, widget=forms.HiddenInput)
    thread = forms.IntegerField(required=False, min_value=1, max_value=MOST, widget=forms.HiddenInput)

    @property
    def composer_key(self) -> str:
        """What names the composer on the page; it comes from there, so it is taken only if it is one of ours."""
        key = self.data.get("composer", "")
        return key if re.fullmatch(NONCE, key) else ""

    @property
    def original(self) -> int | None:
        """The position of the message that is replied to, if one is named; it may not be there."""
        return self._position("reply_to")

    @property
    def thread_page(self) -> int | None:
        """The position of the root of the thread on whose page the composer is."""
        return self._position("thread")

    def _position(self, name: str) -> int | None:
        try:
            value: int | None = self.fields[name].clean(self.data.get(name, ""))
        except forms.ValidationError:
            return None
        return value


class RoomForm(forms.ModelForm):
    kind = forms.ChoiceField(
        label=_("Who may join"),
        choices=[
            (Room.Kind.OPEN, _("Open: anyone may find and join it")),
            (Room.Kind.PRIVATE, _("Private: only those who are invited")),
        ],
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
        if Room.objects.filter(name__iexact=name).exclude(kind=Room.Kind.DIRECT).exists():
            raise forms.ValidationError(_("There is already a room with this name."), code="taken")
        return name
