from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "site_config"
    verbose_name = "Parley"

    def ready(self) -> None:
        from accounts import site_name

        from . import checks as checks  # Importing registers them.
        from .look import admin as admin  # So does this with Admin; ``site_config.admin`` is Admin itself.
        from .look.shown import known_name, look

        site_name.provide(lambda: look.get().name, known_name)
