from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from . import languages, people, themes, time_zones
from .models import Announced, Density, Motion, User


class SignupForm(forms.Form):
    """What sign-up asks beside what allauth asks; allauth calls ``signup`` when everything is valid."""

    display_name = forms.CharField(label=_("Display name"), max_length=60, required=False)
    field_order = ["username", "display_name", "email", "password1", "password2"]

    def signup(self, request: Any, user: User) -> None:
        user.display_name = self.cleaned_data["display_name"]
        user.save(update_fields=["display_name"])


class ClockField(forms.TimeField):
    """A time of day as browsers send it, whatever the language."""

    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    input_formats = ["%H:%M", "%H:%M:%S"]


class PreferencesForm(forms.ModelForm):
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=lambda: [(name, name) for name in time_zones.names()])
    language = forms.ChoiceField(label=_("Language"), choices=lambda: languages.names())
    theme = forms.ChoiceField(label=_("Theme"), choices=themes.choices, widget=forms.RadioSelect)
    density = forms.ChoiceField(label=_("Density"), choices=Density, widget=forms.RadioSelect)
    motion = forms.ChoiceField(label=_("Movement"), choices=Motion, widget=forms.RadioSelect)

    announced = forms.ChoiceField(
        label=_("Read aloud in rooms"),
        choices=Announced,
        widget=forms.RadioSelect,
        help_text=_("What a screen reader says by itself."),
    )

    quiet_from = ClockField(
        label=_("Do not disturb from"),
        required=False,
        help_text=_("In these hours, by your clock, alerts still arrive, but nothing calls you to them."),
    )
    quiet_until = ClockField(label=_("Do not disturb until"), required=False)

    class Meta:
        model = User
        fields = ["display_name", "time_zone", "language", "theme", "density", "motion", "announced", "link_previews"]
        fields += ["alert_sound", "quiet_from", "quiet_until"]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if {"quiet_from", "quiet_until"} <= data.keys():
            begins, ends = data["quiet_from"], data["quiet_until"]
            if begins is None and ends is not None:
                self.add_error("quiet_from", _("Say also when these hours begin, or leave both empty."))
            elif ends is None and begins is not None:
                self.add_error("quiet_until", _("Say also when these hours end, or leave both empty."))
            elif begins is not None and begins == ends:
                self.add_error("quiet_until", _("These hours end when they begin. Take another time."))
        return data

    def save(self, commit: bool = True) -> User:
        user: User = super().save(commit=False)
        if commit:
            people.save(user, self._meta.fields)
        return user
