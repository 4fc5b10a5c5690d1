"""A setting that can't be right is refused at start, with the variable's name, and without its secrets."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ImproperlyConfigured

from site_config import environment

VARIABLES = ["ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "DATABASE_URL", "EMAIL_URL", "REDIS_URL"]
VARIABLES += ["SECRET_KEY", "SECRET_KEY_FALLBACKS", "SITE_URL", "STORAGE_URL", "SWITCH", "COUNT"]


@pytest.fixture(autouse=True)
def _nothing_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


def read_database() -> object:
    return environment.database("/tmp/db.sqlite3")


REFUSED: list[tuple[str, str, Callable[[], object]]] = [
    ("SWITCH", "maybe", lambda: environment.flag("SWITCH", default=False)),
    ("COUNT", "many", lambda: environment.number("COUNT", 1)),
    ("COUNT", "1.5", lambda: environment.number("COUNT", 1)),
    ("COUNT", "", lambda: environment.number("COUNT", 1)),
    ("COUNT", "0", lambda: environment.number("COUNT", 1, minimum=1)),
    ("SECRET_KEY", "", lambda: environment.secret_keys(debug=False)),
    ("ALLOWED_HOSTS", "", lambda: environment.allowed_hosts(debug=False)),
    ("ALLOWED_HOSTS", " , ", lambda: environment.allowed_hosts(debug=True)),
    ("ALLOWED_HOSTS", "*", lambda: environment.allowed_hosts(debug=True)),
    ("ALLOWED_HOSTS", "chat.example.org, *", lambda: environment.allowed_hosts(debug=False)),
    ("ALLOWED_HOSTS", "https://chat.example.org", lambda: environment.allowed_hosts(debug=False)),
    ("CSRF_TRUSTED_ORIGINS", "chat.example.org", environment.trusted_origins),
    ("CSRF_TRUSTED_ORIGINS", "https://", environment.trusted_origins),
    ("CSRF_TRUSTED_ORIGINS", "https://*", environment.trusted_origins),
    ("CSRF_TRUSTED_ORIGINS", "https://chat.example.org/rooms/", environment.trusted_origins),
    ("DATABASE_URL", "mysql://parley@localhost/parley", read_database),
    ("DATABASE_URL", "db.sqlite3", read_database),
    ("DATABASE_URL", "sqlite://", read_database),
    ("DATABASE_URL", "sqlite://:memory:", read_database),
    ("DATABASE_URL", "sqlite:///:memory:", read_database),
    ("DATABASE_URL", "sqlite://db.sqlite3", read_database),
    ("DATABASE_URL", "postgres://localhost", read_database),
    ("DATABASE_URL", "postgres://localhost/", read_database),
    ("DATABASE_URL", "postgres://localhost:port/parley", read_database),
    ("DATABASE_URL", "postgres://localhost:0/parley", read_database),
    ("DATABASE_URL", "postgres://localhost:65536/parley", read_database),
    ("DATABASE_URL", "postgres://[::1/parley", read_database),
    ("STORAGE_URL", "https://bucket", environment.storage),
    ("STORAGE_URL", "s3://", environment.storage),
    ("STORAGE_URL", "s3://bucket?key=secret", environment.storage),
    ("REDIS_URL", "localhost:6379", environment.redis_url),
    ("REDIS_URL", "http://localhost", environment.redis_url),
    ("REDIS_URL", "redis://", environment.redis_url),
    ("REDIS_URL", "redis://localhost:99999/0", environment.redis_url),
    ("SITE_URL", "chat.example.org", lambda: environment.site_url(False, ["chat.example.org"])),
    ("SITE_URL", "https://", lambda: environment.site_url(False, ["chat.example.org"])),
    ("SITE_URL", "https://chat.example.org/parley", lambda: environment.site_url(False, ["chat.example.org"])),
    ("EMAIL_URL", "mail.example.org", environment.mailer),
    ("EMAIL_URL", "pigeon://mail.example.org", environment.mailer),
    ("EMAIL_URL", "smtp://", environment.mailer),
    ("EMAIL_URL", "smtp+tls://mail.example.org:smtp", environment.mailer),
    ("EMAIL_URL", "filemail://", environment.mailer),
]


@pytest.mark.parametrize(("name", "value", "read"), REFUSED)
def test_a_value_that_cannot_be_right_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, read: Callable[[], object]
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured, match=name):
        read()


@pytest.mark.parametrize("password", ["s/ecret", "s#ecret", "s:ecret/", "s?ecret:x"])
def test_a_password_that_breaks_its_url_is_not_repeated(monkeypatch: pytest.MonkeyPatch, password: str) -> None:
    monkeypatch.setenv("DATABASE_URL", f"postgres://alice:{password}@localhost/parley")
    with pytest.raises(ImproperlyConfigured) as refusal:
        read_database()
    assert "ecret" not in str(refusal.value)
    assert "%23" in str(refusal.value)


@pytest.mark.parametrize(
    ("text", "value"), [("yes", True), ("TRUE", True), ("1", True), ("on ", True), ("no", False), ("", False)]
)
def test_the_usual_words_for_yes_and_no_are_taken(monkeypatch: pytest.MonkeyPatch, text: str, value: bool) -> None:
    monkeypatch.setenv("SWITCH", text)
    assert environment.flag("SWITCH", default=not value) is value


def test_the_development_key_is_never_used_outside_development(monkeypatch: pytest.MonkeyPatch) -> None:
    development_key, _ = environment.secret_keys(debug=True)
    assert development_key
    monkeypatch.setenv("SECRET_KEY", "new")
    monkeypatch.setenv("SECRET_KEY_FALLBACKS", "old, older")
    assert environment.secret_keys(debug=False) == ("new", ["old", "older"])


def test_postgres_gets_every_part_of_its_url(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(
        "DATABASE_URL", "postgres://al%40ice:p%2Fw%23%3A+%25@db.example.org:6543/par-ley?sslmode=require"
    )
    config = environment.database("/tmp/db.sqlite3")
    assert config["ENGINE"] == "django.db.backends.postgresql"
    assert (config["USER"], config["PASSWORD"]) == ("al@ice", "p/w#:+%")
    assert (config["HOST"], config["PORT"], config["NAME"]) == ("db.example.org", 6543, "par-ley")
    assert config["OPTIONS"] == {"sslmode": "require"}
    assert config["CONN_HEALTH_CHECKS"]


@pytest.mark.parametrize(
    ("url", "file"),
    [
        ("", "/tmp/db.sqlite3"),
        ("sqlite:///chat.sqlite3", "chat.sqlite3"),
        ("sqlite:////srv/parley/a%20b.sqlite3", "/srv/parley/a b.sqlite3"),
    ],
)
def test_sqlite_waits_for_its_turn_and_keeps_to_its_file(monkeypatch: pytest.MonkeyPatch, url: str, file: str) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    config = environment.database("/tmp/db.sqlite3")
    assert config["NAME"] == file
    assert config["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert config["OPTIONS"]["timeout"] == 20


def test_without_a_redis_url_parley_runs_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    assert environment.redis_url() == ""
    monkeypatch.setenv("REDIS_URL", "rediss://:p%40ss@redis.example.org:6380/1")
    assert environment.redis_url() == "rediss://:p%40ss@redis.example.org:6380/1"


def test_uploads_are_kept_in_a_folder_or_in_a_bucket(monkeypatch: pytest.MonkeyPatch) -> None:
    assert environment.storage()["BACKEND"] == "django.core.files.storage.FileSystemStorage"
    monkeypatch.setenv("STORAGE_URL", "s3://parley/uploads?region=eu-central-1&endpoint=https://s3.example.org")
    monkeypatch.setattr(environment, "find_spec", lambda name: object())
    assert environment.storage() == {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": "parley",
            "location": "uploads",
            "file_overwrite": False,
            "region_name": "eu-central-1",
            "endpoint_url": "https://s3.example.org",
        },
    }


def test_a_bucket_without_the_package_that_it_needs_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STORAGE_URL", "s3://parley")
    monkeypatch.setattr(environment, "find_spec", lambda name: None)
    with pytest.raises(ImproperlyConfigured, match="django-storages"):
        environment.storage()


def test_links_in_mails_lead_where_the_site_is(monkeypatch: pytest.MonkeyPatch) -> None:
    assert environment.site_url(False, [".example.org", "chat.example.com"]) == "https://example.org"
    monkeypatch.setenv("PORT", "8001")
    assert environment.site_url(True, ["localhost"]) == "http://127.0.0.1:8001"
    monkeypatch.setenv("SITE_URL", "http://chat.example.org:8443/")
    assert environment.site_url(True, ["localhost"]) == "http://chat.example.org:8443"
