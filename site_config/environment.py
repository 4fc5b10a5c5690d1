"""Reads settings from the environment, and says clearly what is wrong with one.

Every function raises ``ImproperlyConfigured`` with the variable's name in the message.
"""

from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()

DATABASE_SCHEMES = {"sqlite", "postgres", "postgresql"}
REDIS_SCHEMES = {"redis", "rediss"}
EMAIL_SCHEMES = {"consolemail", "dummymail", "filemail", "memorymail", "smtp", "smtp+tls", "smtp+ssl"}


def flag(name: str, default: bool) -> bool:
    """Return a yes-or-no setting; only the usual words for yes and no are taken."""
    text = env.str(name, default="yes" if default else "no").strip().lower()
    if text in {"1", "true", "yes", "on"}:
        return True
    if text in {"0", "false", "no", "off", ""}:
        return False
    raise ImproperlyConfigured(f"{name} is {text!r}: write yes or no.")


def number(name: str, default: int, minimum: int = 0) -> int:
    """Return a whole number, at least ``minimum``."""
    text = env.str(name, default=str(default))
    try:
        value = int(text)
    except ValueError:
        raise ImproperlyConfigured(f"{name} is {text!r}: write a whole number.") from None
    if value < minimum:
        raise ImproperlyConfigured(f"{name} is {value}: it must be at least {minimum}.")
    return value


def words(name: str, default: list[str]) -> list[str]:
    """Return a list written with commas, without empty entries."""
    return [word.strip() for word in env.list(name, default=default) if word.strip()]


def _checked_url(name: str, text: str, schemes: set[str]) -> str:
    scheme = urlsplit(text).scheme
    if scheme not in schemes:
        found = f"{scheme}:" if scheme else "no scheme"
        raise ImproperlyConfigured(f"{name} starts with {found}; it must be one of {', '.join(sorted(schemes))}.")
    return text


def secret_keys(debug: bool) -> tuple[str, list[str]]:
    """Return SECRET_KEY and SECRET_KEY_FALLBACKS; a development key is used only while debugging."""
    key = env.str("SECRET_KEY", default="")
    if not key:
        if not debug:
            raise ImproperlyConfigured("SECRET_KEY is not set: give a long random text, or DEBUG=yes for development.")
        key = "for development only, and for nothing that anybody else can reach"
    return key, words("SECRET_KEY_FALLBACKS", [])


def allowed_hosts(debug: bool) -> list[str]:
    """Return ALLOWED_HOSTS, which must be named outside development and must never be everything."""
    hosts = words("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"] if debug else [])
    if not hosts:
        raise ImproperlyConfigured("ALLOWED_HOSTS is not set: name the hosts that Parley answers for.")
    if "*" in hosts:
        raise ImproperlyConfigured("ALLOWED_HOSTS has '*': any site could open a visitor's sockets. Name the hosts.")
    return hosts


def database(default_file: str) -> dict[str, Any]:
    """Return the database settings from DATABASE_URL; SQLite in ``default_file`` without one."""
    url = _checked_url("DATABASE_URL", env.str("DATABASE_URL", default=f"sqlite:///{default_file}"), DATABASE_SCHEMES)
    try:
        config: dict[str, Any] = environ.Env.db_url_config(url)
    except (ValueError, KeyError) as error:
        raise ImproperlyConfigured(f"DATABASE_URL can't be read: {error}") from None
    if not config.get("NAME"):
        raise ImproperlyConfigured("DATABASE_URL names no database.")
    if config["ENGINE"].endswith("sqlite3"):
        # Read-then-write transactions upgraded half-way fail with "database is locked"; IMMEDIATE waits its turn.
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        }
        config["TEST"] = {"NAME": f"{default_file}.test"}
    else:
        config["CONN_HEALTH_CHECKS"] = True
    # Pages and sockets run in a fixed number of threads (accounts/threads.py), each of which keeps its connection.
    config["CONN_MAX_AGE"] = 600
    return config


def redis_url() -> str:
    """Return REDIS_URL, or an empty text where Parley runs alone in one process."""
    url = env.str("REDIS_URL", default="")
    return _checked_url("REDIS_URL", url, REDIS_SCHEMES) if url else ""


def mailer() -> dict[str, Any]:
    """Return Django's mailer settings from EMAIL_URL; without one, mail is printed on the console."""
    url = _checked_url("EMAIL_URL", env.str("EMAIL_URL", default="consolemail://"), EMAIL_SCHEMES)
    parts = environ.Env.email_url_config(url)
    options = {
        "host": parts.get("EMAIL_HOST"),
        "port": parts.get("EMAIL_PORT"),
        "username": parts.get("EMAIL_HOST_USER"),
        "password": parts.get("EMAIL_HOST_PASSWORD"),
        "use_tls": parts.get("EMAIL_USE_TLS"),
        "use_ssl": parts.get("EMAIL_USE_SSL"),
        "file_path": parts.get("EMAIL_FILE_PATH"),
    }
    takes = {"smtp": {"host", "port", "username", "password", "use_tls", "use_ssl"}, "filemail": {"file_path"}}
    wanted = takes.get(urlsplit(url).scheme.split("+")[0], set())
    return {
        "BACKEND": parts["EMAIL_BACKEND"],
        "OPTIONS": {name: value for name, value in options.items() if name in wanted and value},
    }
