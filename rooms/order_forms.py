"""The forms by which order is kept in a room and on the site."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .models import Room


def _reason(help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=_("Why"),
        required=False,
        max_length=200,
        help_text=help_text,
        widget=forms.TextInput({"autocomplete": "off"}),
    )


class ReasonForm(forms.Form):
    """Why something is done; for some things others read it."""

    reason = _reason()


class PublicReasonForm(forms.Form):
    reason = _reason(_("Everybody reads it in the place of what was said."))


class _TimedForm(forms.Form):
    """For how many hours something holds, and why."""

    hours = forms.TypedChoiceField(label=_("For how long"), coerce=int, empty_value=None)
    reason = _reason(_("They are told it."))
    TIMES: list[tuple[Any, Any]] = [
        (1, _("an hour")),
        (24, _("a day")),
        (24 * 7, _("a week")),
        (24 * 30, _("thirty days")),
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hours"].choices = self.TIMES  # type: ignore[attr-defined]

    @property
    def until(self) -> datetime | None:
        hours = self.cleaned_data["hours"]
        return timezone.now() + timedelta(hours=hours) if hours else None


class MuteForm(_TimedForm):
    reason = _reason()


class BanForm(_TimedForm):
    TIMES = [*_TimedForm.TIMES, (0, _("for good"))]


class OrderForm(forms.ModelForm):
    """How people talk in a room."""

    slow_seconds = forms.TypedChoiceField(
        label=_("Slow mode"),
        coerce=int,
        required=False,
        choices=[
            (0, _("off")),
            (5, _("5 seconds between two messages of a member")),
            (30, _("30 seconds between two messages of a member")),
            (60, _("a minute between two messages of a member")),
            (300, _("5 minutes between two messages of a member")),
            (3600, _("an hour between two messages of a member")),
        ],
    )

    class Meta:
        model = Room
        fields = ["slow_seconds", "is_locked", "holds_newcomers", "reactions"]
        labels = {"is_locked": _("Locked: only owners and moderators write"), "reactions": _("Who may react")}
        help_texts = {"is_locked": ""}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        room = self.instance
        field: Any = self.fields["slow_seconds"]
        if room.slow_seconds not in dict(field.choices):
            # As an admin chose it.
            field.choices = [*field.choices, (room.slow_seconds, str(room.slow_seconds))]


class ReportForm(forms.Form):
    """Why a message is reported."""

    reason = forms.CharField(
        label=_("What is wrong with it?"),
        max_length=500,
        error_messages={"required": _("Say why, so that the moderators know what to look for.")},
        widget=forms.Textarea({"rows": 3}),
    )


class OutcomeForm(forms.Form):
    outcome = forms.CharField(
        label=_("What was done"), required=False, max_length=500, widget=forms.TextInput({"autocomplete": "off"})
    )
