from typing import IO, Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from .. import irc_log
from ..importing.report import Broken
from ..models import ImportJob, Room
from ..slack.export import read_export


class ImportForm(forms.ModelForm):
    """A file to take in, and what must be known about it. What is wrong with it at first sight is said beside it."""

    upload = forms.FileField(label=_("File"))
    trust_addresses = forms.BooleanField(
        label=_("Trust addresses that nobody has confirmed"),
        required=False,
        help_text=_(
            "Slack: people are known here by their e-mail address. Whoever signed up with somebody else's address "
            "would be taken for them, so only confirmed ones count, unless you know better."
        ),
    )
    room = forms.CharField(
        label=_("Room"),
        required=False,
        max_length=60,
        help_text=_("IRC: the room that takes the log in; it is made, open, if there is none."),
    )
    day = forms.DateField(
        label=_("First day"),
        required=False,
        widget=forms.DateInput({"type": "date"}),
        help_text=_("IRC: the day on which the log starts, unless the name of the file says it."),
    )

    class Meta:
        model = ImportJob
        fields = ["source"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        upload = cleaned.get("upload")
        if upload and cleaned.get("source") == ImportJob.Source.SLACK:
            try:
                read_export(cast(IO[bytes], upload.file), upload.name)
            except Broken as broken:
                self.add_error("upload", str(broken))
            upload.seek(0)
        elif upload:
            self._clean_log(cleaned, upload.name)
        return cleaned

    def _clean_log(self, cleaned: dict[str, Any], name: str) -> None:
        cleaned["day"] = cleaned.get("day") or irc_log.date_in(name)
        if not cleaned["day"] and "day" not in self.errors:
            self.add_error("day", _("The name of this file says no day: give the first one."))
        room = (cleaned.get("room") or "").strip()
        if not room:
            self.add_error("room", _("Name the room that takes the log in."))
        elif Room.objects.filter(name__iexact=room, kind=Room.Kind.PRIVATE).exists():
            # Whoever may import isn't for that let into rooms.
            self.add_error("room", _("There is a private room with this name. Choose another one."))
