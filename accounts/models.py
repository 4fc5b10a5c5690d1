from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from . import themes
from .browsers import name_of
from .time_zones import DEFAULT_TIME_ZONE, is_time_zone


def validate_time_zone(name: str) -> None:
    if not is_time_zone(name):
        raise ValidationError(_("%(name)s is not a time zone."), params={"name": name}, code="unknown_time_zone")


# How many colours static/css/avatar.css has for people.
HUES = 12


class Density(models.TextChoices):
    COSY = "cosy", _("Cosy")
    COMPACT = "compact", _("Compact")


class Motion(models.TextChoices):
    SYSTEM = "system", _("As my device")
    REDUCE = "reduce", _("As little as possible")


class Announced(models.TextChoices):
    """What a screen reader says by itself of what comes into a room."""

    EVERYTHING = "everything", _("Every message")
    MENTIONS = "mentions", _("Only what calls me")
    SUMMARY = "summary", _("How many messages have come, every half a minute")
    NOTHING = "nothing", _("Nothing")


class User(AbstractUser):
    """A person, or a placeholder for one whose words came with an import and who cannot sign in."""

    display_name = models.CharField(
        _("display name"), max_length=60, blank=True, help_text=_("How others see you. Your user name, if empty.")
    )
    time_zone = models.CharField(
        _("time zone"), max_length=64, default=DEFAULT_TIME_ZONE, validators=[validate_time_zone]
    )
    language = models.CharField(_("language"), max_length=16, default="en")
    # How pages look to this person. templates/base.html says it on <html>; the values are names in the stylesheets.
    theme = models.CharField(_("theme"), max_length=40, choices=themes.choices, default="system", db_default="system")
    density = models.CharField(
        _("density"), max_length=7, choices=Density, default=Density.COSY, db_default=Density.COSY
    )
    motion = models.CharField(_("movement"), max_length=6, choices=Motion, default=Motion.SYSTEM, db_default="system")
    announced = models.CharField(
        _("read aloud in rooms"),
        max_length=10,
        choices=Announced,
        default=Announced.EVERYTHING,
        db_default="everything",
        help_text=_("What a screen reader says by itself."),
    )
    link_previews = models.BooleanField(
        _("show previews of links"),
        default=True,
        db_default=True,
        help_text=_("What is behind a link, in a few words."),
    )
    # When this person wants to be left alone, by their clock (``accounts.quiet``): both, or neither.
    quiet_from = models.TimeField(_("do not disturb from"), null=True, blank=True)
    quiet_until = models.TimeField(_("do not disturb until"), null=True, blank=True)
    # The name of their picture (``accounts.avatars``); empty without one. Another picture has another name. It is here,
    # and not in the profile, for whoever shows somebody's name to have it at hand.
    picture = models.CharField(max_length=16, blank=True, default="", db_default="", editable=False)
    # A short sound on open pages with every new alert.
    alert_sound = models.BooleanField(_("a sound with new alerts"), default=False, db_default=False)
    # Counts what changes this person's own stylesheet (/me.css), which browsers keep.
    styles = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    is_placeholder = models.BooleanField(
        _("placeholder"), default=False, help_text=_("Came with an import and cannot sign in.")
    )
    is_bot = models.BooleanField(
        _("bot"), default=False, db_default=False, editable=False, help_text=_("Is a program and cannot sign in.")
    )

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        indexes = [models.Index(fields=["picture"], name="user_picture", condition=~models.Q(picture=""))]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.display_name or self.username

    @property
    def theme_file(self) -> str:
        """The stylesheet of this person's theme, or an empty text where tokens.css has all of it, or it is gone."""
        return f"css/themes/{self.theme}.css" if self.theme in themes.names() else ""

    @property
    def initial(self) -> str:
        return self.name[:1].upper()

    @property
    def hue(self) -> int:
        """Which of the colours for people is this person's, everywhere and for good."""
        return self.pk % HUES


def display_name(user: User) -> str:
    """Return how allauth's pages and mails call somebody."""
    return user.name


class SignIn(models.Model):
    """Where somebody is signed in; it stands beside a session of Django's (``accounts.sign_ins``)."""

    session_key = models.CharField(max_length=40, unique=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sign_ins", verbose_name=_("person"))
    browser = models.CharField(_("browser"), max_length=300, blank=True)
    started = models.DateTimeField(_("signed in"))
    seen = models.DateTimeField(_("last seen"))

    class Meta:
        verbose_name = _("sign-in")
        verbose_name_plural = _("sign-ins")

    def __str__(self) -> str:
        return f"{self.user}, {self.browser_name}"

    @property
    def browser_name(self) -> str:
        return name_of(self.browser)


class Profile(models.Model):
    """What somebody says about themselves; those who say nothing have none."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True)
    pronouns = models.CharField(_("pronouns"), max_length=40, blank=True)
    bio = models.TextField(_("about me"), max_length=500, blank=True)

    def __str__(self) -> str:
        return str(self.user)


class Block(models.Model):
    """That somebody wants to see and hear nothing of somebody else (``accounts.blocks``)."""

    blocker = models.ForeignKey(User, on_delete=models.CASCADE, related_name="blocks")
    blocked = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["blocker", "blocked"], name="block_unique")]

    def __str__(self) -> str:
        return f"{self.blocker} blocks {self.blocked}"
