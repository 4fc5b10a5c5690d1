"""Reads settings from the environment, and says clearly what is wrong with one.

Every function raises ``ImproperlyConfigured`` with the variable's name in the message. What a URL holds is never
repeated in a message: it may be a password.
"""

from importlib.util import find_spec
from typing import Any
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()

DATABASE_SCHEMES = {"sqlite", "postgres", "postgresql"}
REDIS_SCHEMES = {"redis", "rediss"}
MAILERS = {
    "consolemail": "accounts.mail.ReadableConsoleBackend",
    "dummymail": "django.core.mail.backends.dummy.EmailBackend",
    "filemail": "django.core.mail.backends.filebased.EmailBackend",
    "memorymail": "django.core.mail.backends.locmem.EmailBackend",
    "smtp": "django.core.mail.backends.smtp.EmailBackend",
    "smtp+tls": "django.core.mail.backends.smtp.EmailBackend",
    "smtp+ssl": "django.core.mail.backends.smtp.EmailBackend",
}

# Pages and sockets run in a fixed number of threads (accounts/threads.py), each of which keeps its connection.
CONNECTION_SECONDS = 600


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


def _url(name: str, text: str, schemes: set[str]) -> SplitResult:
    """Return the parts of a URL whose scheme and port can be used."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise ImproperlyConfigured(
            f"{name} can't be read: its port must be a number from 1 to 65535, "
            "and /, @, :, # and ? in its password are written as %2F, %40, %3A, %23 and %3F."
        ) from None
    if parts.scheme not in schemes:
        found = f"{parts.scheme}:" if parts.scheme else "no scheme"
        raise ImproperlyConfigured(f"{name} starts with {found}; it must be one of {', '.join(sorted(schemes))}.")
    if port == 0:
        raise ImproperlyConfigured(f"{name} has the port 0: write one from 1 to 65535, or none.")
    if parts.fragment:
        raise ImproperlyConfigured(f"{name} has a '#' in it: in a password it is written as %23.")
    return parts


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
        raise ImproperlyConfigured(
            "ALLOWED_HOSTS has '*': any site could then open a visitor's sockets. Name the hosts."
        )
    for host in hosts:
        if "/" in host:
            raise ImproperlyConfigured(f"ALLOWED_HOSTS has {host!r}: write a host's name, without https:// and path.")
    return hosts


def trusted_origins() -> list[str]:
    """Return CSRF_TRUSTED_ORIGINS: other addresses, with their scheme, whose pages may send forms and open sockets."""
    origins = words("CSRF_TRUSTED_ORIGINS", [])
    for origin in origins:
        parts = _url("CSRF_TRUSTED_ORIGINS", origin, {"http", "https"})
        if not parts.hostname or parts.path or parts.query:
            raise ImproperlyConfigured(
                f"CSRF_TRUSTED_ORIGINS has {origin!r}: write a scheme and a host, as in https://chat.example.org."
            )
        if parts.hostname == "*":
            raise ImproperlyConfigured("CSRF_TRUSTED_ORIGINS has '*': any site could then act for a visitor.")
    return origins


def site_url(debug: bool, hosts: list[str]) -> str:
    """Return SITE_URL, the address of Parley as people type it, without a slash at its end.

    Without one it is the first of ``hosts``, by https; under ``debug`` that of ``make run``.
    """
    url = env.str("SITE_URL", default="")
    if not url and debug:
        return f"http://127.0.0.1:{env.str('PORT', default='8000')}"
    parts = _url("SITE_URL", url or f"https://{hosts[0].removeprefix('.')}", {"http", "https"})
    if not parts.hostname or parts.path.strip("/") or parts.query or parts.username:
        raise ImproperlyConfigured("SITE_URL is no address: write a scheme and a host, as in https://chat.example.org.")
    return f"{parts.scheme}://{parts.netloc}"


def database(default_file: str) -> dict[str, Any]:
    """Return the database settings from DATABASE_URL; SQLite in ``default_file`` without one."""
    url = env.str("DATABASE_URL", default="") or f"sqlite:///{default_file}"
    parts = _url("DATABASE_URL", url, DATABASE_SCHEMES)
    if parts.scheme == "sqlite":
        return _sqlite(parts, default_file)
    config: dict[str, Any] = environ.Env.db_url_config(url)
    if not config["NAME"]:
        raise ImproperlyConfigured("DATABASE_URL names no database: it ends with a slash and the database's name.")
    # What stands behind the question mark (sslmode=require) is in OPTIONS already, for the driver.
    return config | {"CONN_MAX_AGE": CONNECTION_SECONDS, "CONN_HEALTH_CHECKS": True}


def _sqlite(parts: SplitResult, default_file: str) -> dict[str, Any]:
    file = unquote(parts.path[1:])
    if parts.netloc or not file or file == ":memory:":
        raise ImproperlyConfigured(
            "DATABASE_URL names no file: write sqlite:///db.sqlite3, or sqlite:////srv/parley.sqlite3 for a full path."
        )
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": file,
        # Read-then-write transactions that are upgraded half-way fail with "database is locked"; IMMEDIATE ones wait
        # for their turn.
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
        "CONN_MAX_AGE": CONNECTION_SECONDS,
        # In a file also under test: threads can't share a database in memory.
        "TEST": {"NAME": f"{default_file}.test"},
    }


def storage() -> dict[str, Any]:
    """Return where uploads are kept, from STORAGE_URL: a bucket, or without one the folder MEDIA_ROOT."""
    url = env.str("STORAGE_URL", default="")
    if not url:
        modes = {"file_permissions_mode": 0o640, "directory_permissions_mode": 0o750}
        return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": modes}
    parts = _url("STORAGE_URL", url, {"s3"})
    if not parts.hostname:
        raise ImproperlyConfigured("STORAGE_URL names no bucket: write s3://bucket.")
    given = parse_qs(parts.query)
    if unknown := given.keys() - {"region", "endpoint"}:
        raise ImproperlyConfigured(f"STORAGE_URL has {min(unknown)!r}: it takes region and endpoint.")
    if find_spec("storages") is None or find_spec("boto3") is None:
        raise ImproperlyConfigured("STORAGE_URL needs a package more: pip install 'django-storages[s3]==1.14.6'.")
    options: dict[str, Any] = {"bucket_name": parts.netloc, "location": parts.path.strip("/"), "file_overwrite": False}
    for name, option in (("region", "region_name"), ("endpoint", "endpoint_url")):
        if name in given:
            options[option] = given[name][0]
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}


def redis_url() -> str:
    """Return REDIS_URL, or an empty text where Parley runs alone in one process."""
    url: str = env.str("REDIS_URL", default="")
    if url and not _url("REDIS_URL", url, REDIS_SCHEMES).hostname:
        raise ImproperlyConfigured("REDIS_URL names no host.")
    return url


def mailer() -> dict[str, Any]:
    """Return Django's mailer settings from EMAIL_URL; without one, mail is printed on the console."""
    parts = _url("EMAIL_URL", env.str("EMAIL_URL", default="") or "consolemail://", set(MAILERS))
    options: dict[str, Any] = {}
    if parts.scheme.startswith("smtp"):
        if not parts.hostname:
            raise ImproperlyConfigured("EMAIL_URL names no host.")
        options = {
            "host": parts.hostname,
            "port": parts.port,
            "username": unquote(parts.username or ""),
            "password": unquote(parts.password or ""),
            "use_tls": parts.scheme == "smtp+tls",
            "use_ssl": parts.scheme == "smtp+ssl",
            # A mail server that doesn't answer must not hold a visitor's request for ever.
            "timeout": 20,
        }
    elif parts.scheme == "filemail":
        if parts.netloc or not parts.path[1:]:
            raise ImproperlyConfigured("EMAIL_URL names no folder: write filemail:////srv/parley/mail.")
        options = {"file_path": unquote(parts.path[1:])}
    return {"BACKEND": MAILERS[parts.scheme], "OPTIONS": options}
