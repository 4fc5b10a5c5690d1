import secrets

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .room import Room


class Invitation(models.Model):
    """That somebody was asked into a room by name and has not answered yet."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="invitations", verbose_name=_("room"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="invitations", verbose_name=_("person")
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("invited by")
    )
    created = models.DateTimeField(_("invited"), auto_now_add=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["room", "user"], name="invitation_unique")]

    def __str__(self) -> str:
        return f"{self.user} to {self.room}"


def new_token() -> str:
    """Return what nobody can guess."""
    return secrets.token_urlsafe(24)


class InvitationLink(models.Model):
    """An address by which people come into a room: until it expires, is used up or is revoked."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="links", verbose_name=_("room"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("made by")
    )
    token = models.CharField(max_length=64, unique=True, default=new_token, editable=False)
    created = models.DateTimeField(_("made"), auto_now_add=True)
    expires = models.DateTimeField(_("expires"))
    # Without a number, as many as like to.
    most_uses = models.PositiveIntegerField(_("most uses"), null=True)
    uses = models.PositiveIntegerField(_("uses"), default=0)
    revoked = models.DateTimeField(_("revoked"), null=True)

    class Meta:
        verbose_name = _("invitation link")
        verbose_name_plural = _("invitation links")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"link {self.pk} to {self.room}"

    def get_absolute_url(self) -> str:
        return reverse("rooms:invitation-link", args=[self.token])

    @property
    def why_not(self) -> str:
        """Why it leads nowhere, as a key of the templates: ``revoked``, ``expired``, ``used_up``, or nothing."""
        if self.revoked:
            return "revoked"
        if self.expires <= timezone.now():
            return "expired"
        if self.most_uses is not None and self.uses >= self.most_uses:
            return "used_up"
        return ""
