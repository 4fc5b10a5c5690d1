"""Languages a person may choose, each called as those who speak it call it."""

from django.conf import settings
from django.utils.translation import get_language_info


def names() -> list[tuple[str, str]]:
    return [(code, get_language_info(code)["name_local"].capitalize()) for code, _ in settings.LANGUAGES]
