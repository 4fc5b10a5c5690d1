from django import forms
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
        return clean_body(self.cleaned_data["body"], may_be_empty=self.instance.has_files)

    def clean_form_nonce(self) -> str:
        return self.cleaned_data["form_nonce"] or new_nonce()
