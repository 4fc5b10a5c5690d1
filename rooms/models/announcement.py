from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .room import Room


def _in_a_day() -> datetime:
    return timezone.now() + timedelta(days=1)


class Announcement(models.Model):
    """What the site says to many at once: an alert for each of them, and a banner on their pages until it expires.

    Whom it is for is known by their alerts: whoever has read theirs has seen it, and has no banner any more.
    """

    class Audience(models.TextChoices):
        EVERYBODY = "everybody", _("Everybody")
        ROOM = "room", _("The members of a room")
        ONLINE = "online", _("Those who are online")

    text = models.CharField(_("text"), max_length=200)
    link = models.CharField(
        _("link"),
        max_length=200,
        blank=True,
        help_text=_("Where to read more: /rooms/1/ here, or https://… elsewhere."),
    )
    audience = models.CharField(_("for"), max_length=10, choices=Audience, default=Audience.EVERYBODY)
    room = models.ForeignKey(Room, null=True, blank=True, on_delete=models.CASCADE, related_name="announcements")
    starts = models.DateTimeField(_("from"), default=timezone.now)
    expires = models.DateTimeField(_("until"), default=_in_a_day)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    # Since when it is out, and when the last of those whom it is for had got it. It goes by their keys.
    announced = models.DateTimeField(_("sent"), null=True, editable=False)
    finished = models.DateTimeField(_("finished"), null=True, editable=False)
    reached = models.PositiveBigIntegerField(default=0, editable=False)
    recipients = models.PositiveIntegerField(_("recipients"), default=0, editable=False)
    withdrawn = models.DateTimeField(_("withdrawn"), null=True, editable=False)

    class Meta:
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        """Say beside each field what can't be."""
        errors = {}
        if self.audience == self.Audience.ROOM and not self.room_id:
            errors["room"] = gettext("Name the room.")
        if self.audience != self.Audience.ROOM and self.room_id:
            errors["room"] = gettext("Only an announcement for the members of a room has one.")
        if self.starts and self.expires and self.expires <= max(self.starts, timezone.now()):
            errors["expires"] = gettext("It would be over before anybody sees it.")
        if self.link and not self.link.startswith("https://") and not self.is_local:
            errors["link"] = gettext("The link must begin with / or with https://.")
        if errors:
            raise ValidationError({field: ValidationError(text) for field, text in errors.items()})

    @property
    def is_local(self) -> bool:
        """Whether the link leads to a page of this site."""
        return self.link.startswith("/") and url_has_allowed_host_and_scheme(self.link, allowed_hosts=None)

    @property
    def subject(self) -> str:
        """The key of what its alerts are about."""
        return f"announcement-{self.pk}"
