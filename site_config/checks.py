"""What `manage.py check`, and every start of the server's commands, refuses in the settings taken together."""

from typing import Any

from channels.layers import InMemoryChannelLayer
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.utils.module_loading import import_string


def _is_layer_in_memory() -> bool:
    return issubclass(import_string(str(settings.CHANNEL_LAYERS["default"]["BACKEND"])), InMemoryChannelLayer)


@register(Tags.compatibility)
def several_processes_need_redis(**_: Any) -> list[CheckMessage]:
    """The in-memory layer wakes nobody in another process: their pages would be late by a heartbeat, always."""
    if settings.PROCESSES > 1 and _is_layer_in_memory():
        return [
            Error(
                f"WEB_CONCURRENCY is {settings.PROCESSES}, and the channel layer is in one process's memory.",
                hint="Set REDIS_URL, or run one process.",
                id="parley.E001",
            )
        ]
    return []


@register(Tags.security, deploy=True)
def mail_must_go_somewhere(**_: Any) -> list[CheckMessage]:
    """Outside development, mail on the console means that nobody can reset a password."""
    if settings.MAILERS["default"]["BACKEND"].endswith(("console.EmailBackend", "dummy.EmailBackend")):
        return [
            Warning(
                "Mail is not sent: nobody can reset a password.",
                hint="Set EMAIL_URL, as in smtp+tls://name:password@mail.example.org.",
                id="parley.W001",
            )
        ]
    return []
