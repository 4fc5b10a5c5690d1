from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "site_config"
    verbose_name = "Parley"

    def ready(self) -> None:
        from . import checks as checks  # Importing registers them.
