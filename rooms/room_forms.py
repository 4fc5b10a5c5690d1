"""The forms of a room's settings."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User

from . import access, people
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
        if Room.objects.filter(name__iexact=name).exclude(pk=self.instance.pk).exclude(kind="direct").exists():
            raise forms.ValidationError(_("There is already a room with this name."), code="taken")
        return name


class DeleteForm(forms.Form):
    """The name of the room that is to be deleted, for nobody to delete one by mistake."""

    typed = forms.CharField(
        label=_("Name of the room"), required=False, widget=forms.TextInput({"autocomplete": "off"})
    )

    def __init__(self, room: Room, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.room = room

    def clean_typed(self) -> str:
        typed: str = self.cleaned_data["typed"]
        if typed != self.room.name:
            raise forms.ValidationError(_("Type the name exactly as it stands above."), code="other")
        return typed


class DirectForm(forms.Form):
    """Whom to talk to directly, by their user names."""

    people = forms.CharField(
        label=_("People"),
        max_length=1000,
        help_text=_("User names, with spaces or commas between."),
        error_messages={"required": _("Name somebody beside yourself.")},
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "none"}),
    )

    def clean_people(self) -> list[User]:
        names = {
            name.removeprefix("@") for name in re.split(r"[\s,;]+", self.cleaned_data["people"]) if name.strip("@")
        }
        found = people.people_called(names)
        missing = {name for name in names if name.lower() not in {person.username.lower() for person in found}}
        if missing:
            text = _("There is nobody called %(names)s here.")
            raise forms.ValidationError(text, code="unknown", params={"names": ", ".join(sorted(missing))})
        return found
