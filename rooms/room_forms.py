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
        widgets = {"description": forms.Textarea({"rows": 4})}
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


def names_in(text: str) -> list[str]:
    """Return the user names that stand in a text, with spaces or commas between and perhaps an @ before each."""
    return list(dict.fromkeys(name.strip("@") for name in re.split(r"[\s,;]+", text) if name.strip("@")))


def people_named(names: list[str]) -> list[User]:
    """Return the people with these user names. Raises ``ValidationError`` where one of them is nobody's."""
    found = people.people_called(names)
    missing = [name for name in names if name.lower() not in {person.username.lower() for person in found}]
    if missing:
        text = _("There is nobody called %(names)s here.")
        raise forms.ValidationError(text, code="unknown", params={"names": ", ".join(missing)})
    return found


class PeopleForm(forms.Form):
    """Some people, by their user names."""

    people = forms.CharField(
        label=_("People"),
        max_length=1000,
        help_text=_("User names, with spaces or commas between."),
        error_messages={"required": _("Name somebody beside yourself.")},
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "none"}),
    )

    def clean_people(self) -> list[User]:
        return people_named(names_in(self.cleaned_data["people"]))


class LinkForm(forms.Form):
    """For how long and for how many a new link leads into a room."""

    hours = forms.TypedChoiceField(
        label=_("Leads into the room for"),
        coerce=int,
        initial=24 * 7,
        choices=[(1, _("an hour")), (24, _("a day")), (24 * 7, _("a week")), (24 * 30, _("thirty days"))],
    )
    most_uses = forms.IntegerField(
        label=_("How many people"),
        required=False,
        min_value=1,
        max_value=10_000,
        help_text=_("Without a number, as many as have the link."),
    )
