from django.apps import AppConfig
from django.core.checks import Tags, register
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class RoomsConfig(AppConfig):
    name = "rooms"
    verbose_name = _("Rooms")

    def ready(self) -> None:
        from . import append_only
        from . import receivers as receivers
        from . import still_calling as still_calling
        from .contracts import check_templates
        from .search import upkeep

        register(check_templates, Tags.templates)
        post_migrate.connect(upkeep.after_migrations, sender=self)
        post_migrate.connect(append_only.after_migrations, sender=self)
