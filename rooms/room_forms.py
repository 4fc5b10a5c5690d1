"""The forms of a room's settings."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from . import access
from .models import Room


class SettingsForm(forms.ModelForm):
    """Those of a room's details that somebody may change."""

    class Meta:
        model = Room
        fields = ["name", "topic", "description", "edit_minutes"]
        help_texts = {"topic": _("One line, beside the name of the room.")}

    def __init__(self, entry: access.Entry, data: Any = None) -> None:
        super().__init__(data, instance=entry.room)
        may = access.permitted(entry)
        if "settings" not in may:
            del self.fields["name"], self.fields["edit_minutes"]
        if "topic" not in may:
            del self.fields["topic"], self.fields["description"]
        for name in self.fields.keys() & {"name", "topic"}:
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def clean_name(self) -> str:
        """Say beside the name that it is taken; the constraint, on an expression, would say it of the whole form."""
        name: str = self.cleaned_data["name"]
        if Room.objects.filter(name__iexact=name).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("There is already a room with this name."), code="taken")
        return name
