from django.apps import AppConfig
from django.core.checks import Tags, register


class RoomsConfig(AppConfig):
    name = "rooms"
    verbose_name = "Rooms"

    def ready(self) -> None:
        from . import receivers  # noqa: F401
        from .contracts import check_templates

        register(check_templates, Tags.templates)
