"""What the site is called. Everybody may ask here; ``site_config``, which knows, says how to find out."""

from collections.abc import Callable

DEFAULT = "Parley"

_ways: dict[str, Callable[[], str]] = {}


def provide(read: Callable[[], str], known: Callable[[], str]) -> None:
    """Find the name out by ``read``, which may ask the database, and by ``known``, which never does."""
    _ways.update(read=read, known=known)


def site_name() -> str:
    return _ways["read"]() if _ways else DEFAULT


def known_site_name() -> str:
    """Return the name as it was last read in this process, for code that may not wait."""
    return _ways["known"]() if _ways else DEFAULT
