from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ..conversation.messages import clean_body
from ..forms import NONCE, new_nonce
from ..models import Message


class MessageAdminForm(forms.ModelForm):
    """A message as an admin writes or rewrites it, held to the same rules as everybody's."""

    body = forms.CharField(
        label=_("Text"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "class": "vLargeTextField"}),
    )
    # Makes a form that is sent twice store one message.
    form_nonce = forms.RegexField(NONCE, widget=forms.HiddenInput, required=False)

    class Meta:
        model = Message
        fields = ["room", "author", "body"]

    def clean_body(self) -> str:
        return clean_body(self.cleaned_data["body"])

    def clean_form_nonce(self) -> str:
        return self.cleaned_data["form_nonce"] or new_nonce()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.instance.pk and not self.errors:
            used = Message.objects.filter(author=cleaned["author"], nonce=cleaned["form_nonce"])
            if used.exclude(room=cleaned["room"], body=cleaned["body"]).exists():
                # Come back to by the browser's history, and changed: it may be meant, so it takes a second press.
                self.data = {**self.data, self.add_prefix("form_nonce"): new_nonce()}
                raise ValidationError(_("This form has sent another message before. Save again."), code="form_reused")
        return cleaned
