"""The order of things in Admin: what stands together, and under which name. What isn't listed follows by its app."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

GROUPS: list[tuple[str, str | Promise, list[str]]] = [
    (
        "rooms",
        _("Rooms"),
        ["rooms.Room", "rooms.Membership", "rooms.Invitation", "rooms.InvitationLink", "rooms.Webhook"],
    ),
    ("said", _("What is said"), ["rooms.Message", "rooms.Attachment", "rooms.Reaction"]),
    (
        "people",
        _("People"),
        ["accounts.User", "accounts.SignIn", "account.EmailAddress", "alerts.Alert", "auth.Group"],
    ),
    ("site", _("The site"), ["rooms.Announcement", "site_config.Look"]),
    ("programs", _("Programs"), ["rooms.Bot", "rooms.Webhook"]),
    ("people", _("People"), ["accounts.User", "accounts.SignIn", "account.EmailAddress", "alerts.Alert", "auth.Group"]),
    (
        "order",
        _("Keeping order"),
        ["rooms.Report", "rooms.Ban", "rooms.Hiding", "rooms.FilteredWord", "rooms.AuditEntry"],
    ),
    ("staff", _("Staff"), ["rooms.Opening"]),
    ("server", _("Server"), ["rooms.ServerProcess"]),
]
