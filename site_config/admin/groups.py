"""The order of things in Admin: what stands together, and under which name. What isn't listed follows by its app."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

GROUPS: list[tuple[str, str | Promise, list[str]]] = [
    ("rooms", _("Rooms"), ["rooms.Room", "rooms.Membership", "rooms.Invitation", "rooms.InvitationLink"]),
    ("said", _("What is said"), ["rooms.Message", "rooms.Attachment", "rooms.Reaction"]),
    (
        "people",
        _("People"),
        ["accounts.User", "accounts.SignIn", "account.EmailAddress", "mfa.Authenticator", "alerts.Alert"],
    ),
    ("bots", _("Bots and webhooks"), ["rooms.Bot", "rooms.Webhook"]),
    ("staff", _("Staff"), ["rooms.AuditEntry", "rooms.Opening", "auth.Group"]),
    ("server", _("Server"), ["rooms.ServerProcess", "rooms.ImportJob"]),
]
