from django.db import models
from django.utils.translation import gettext_lazy as _


class Look(models.Model):
    """How the site presents itself. There is one at most; without it everything is as it comes."""

    name = models.CharField(_("name of the site"), max_length=40, blank=True, help_text=_("Parley, if empty."))
    # The name of the picture, as ``accounts.avatars`` keeps them.
    logo = models.CharField(max_length=16, blank=True, editable=False)
    accent = models.CharField(
        _("colour"),
        max_length=7,
        blank=True,
        help_text=_("Of links and buttons, as #3149ba. White words must be readable on it, and it on what is white."),
    )
    accent_dark = models.CharField(
        _("colour in the dark"),
        max_length=7,
        blank=True,
        help_text=_("Of links on dark pages, as #9db1ff."),
    )
    welcome = models.TextField(
        _("words of welcome"), max_length=1000, blank=True, help_text=_("Above the form for signing in.")
    )

    class Meta:
        verbose_name = _("look of the site")
        verbose_name_plural = _("look of the site")

    def __str__(self) -> str:
        return self.name or "Parley"
