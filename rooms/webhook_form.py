from django import forms
from django.utils.translation import gettext_lazy as _


class WebhookForm(forms.Form):
    """The name under which a new webhook writes."""

    name = forms.CharField(
        label=_("Name"),
        max_length=60,
        help_text=_("What it writes stands under this name, marked as a bot's."),
        widget=forms.TextInput({"autocomplete": "off"}),
    )
