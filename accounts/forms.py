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

    class Meta:
        model = User
        fields = ["display_name", "time_zone", "language", "theme", "density", "motion", "announced", "link_previews"]

    def save(self, commit: bool = True) -> User:
        user: User = super().save(commit=False)
        if commit:
            people.save(user, self._meta.fields)
        return user
