"""What a browser calls itself, in words that people know it by."""

from django.utils.translation import gettext

# The first that occurs counts: most browsers also name those that they want to be taken for.
BROWSERS = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
    ("w3m", "w3m"),
    ("Lynx", "Lynx"),
    ("ELinks", "ELinks"),
]
SYSTEMS = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
]


def name_of(user_agent: str) -> str:
    """Return for example “Firefox, Linux”; something for those that say nothing known."""
    found = [next((name for mark, name in marks if mark in user_agent), "") for marks in (BROWSERS, SYSTEMS)]
    return ", ".join(filter(None, found)) or gettext("An unknown browser")
