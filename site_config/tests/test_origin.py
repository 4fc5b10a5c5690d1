"""Only a page of ours, or of an origin that the host named, opens a socket with a visitor's cookie."""

import pytest
from pytest_django import Settings

from site_config.origin import is_allowed

HOST = "chat.example.org"


@pytest.fixture(autouse=True)
def _a_site_over_https(settings: Settings) -> None:
    settings.ALLOWED_HOSTS = [HOST, "[::1]"]
    settings.CSRF_TRUSTED_ORIGINS = ["https://app.example.com:8443", "https://*.example.net"]
    settings.SECURE_SSL_REDIRECT = True


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        (f"https://{HOST}", HOST),
        (f"https://{HOST}", HOST.upper()),
        (f"https://{HOST}:8443", f"{HOST}:8443"),
        ("https://[::1]:8000", "[::1]:8000"),
        ("https://app.example.com:8443", HOST),
        ("https://web.example.net", HOST),
        ("https://example.net", HOST),
        (None, HOST),
    ],
)
def test_our_own_pages_are_let_in(origin: str | None, host: str) -> None:
    assert is_allowed(origin, host)


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("https://evil.example", HOST),
        ("https://evil.example", "evil.example"),
        (f"https://{HOST}:8443", HOST),
        (f"https://{HOST}", f"{HOST}:8443"),
        (f"http://{HOST}", HOST),
        (f"https://{HOST}.evil.example", HOST),
        (f"https://evil.example/{HOST}", HOST),
        (f"https://alice@{HOST}", HOST),
        ("https://app.example.com", HOST),
        ("http://app.example.com:8443", HOST),
        ("http://web.example.net", HOST),
        ("https://notexample.net", HOST),
        (f"ftp://{HOST}", HOST),
        (f"file://{HOST}", HOST),
        ("null", HOST),
        ("null", "null"),
        ("", HOST),
        ("", ""),
        ("https://", ""),
        ("https://[::1", HOST),
        ("https://[", "["),
    ],
)
def test_everything_else_is_kept_out(origin: str, host: str) -> None:
    assert not is_allowed(origin, host)


def test_http_is_good_enough_where_pages_are_served_over_it(settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = False
    assert is_allowed(f"http://{HOST}", HOST)
    assert not is_allowed(f"http://{HOST}:81", HOST)
