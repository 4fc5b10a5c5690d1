"""EMAIL_URL becomes the mailer that it names."""

from pathlib import Path

import pytest
from django.core import mail
from django.core.mail.backends import console, filebased, smtp
from pytest_django import Settings

from site_config import environment


def mailer_of(url: str, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> object:
    monkeypatch.setenv("EMAIL_URL", url)
    settings.MAILERS = {"default": environment.mailer()}
    return mail.mailers.default


@pytest.mark.parametrize(
    ("url", "port", "tls", "ssl"),
    [
        ("smtp://mail.example.org", 25, False, False),
        ("smtp://mail.example.org:2525", 2525, False, False),
        ("smtp+tls://mail.example.org", 587, True, False),
        ("smtp+tls://mail.example.org:25", 25, True, False),
        ("smtp+ssl://mail.example.org", 465, False, True),
    ],
)
def test_smtp_is_spoken_as_the_scheme_says(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, url: str, port: int, tls: bool, ssl: bool
) -> None:
    mailer = mailer_of(url, monkeypatch, settings)
    assert isinstance(mailer, smtp.EmailBackend)
    assert (mailer.host, mailer.port, mailer.use_tls, mailer.use_ssl) == ("mail.example.org", port, tls, ssl)
    assert not mailer.username
    assert mailer.timeout == 20


def test_smtp_signs_in_with_the_name_and_password_that_were_meant(
    monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    mailer = mailer_of("smtp+tls://alice%40example.org:p%2Fw+%23@mail.example.org", monkeypatch, settings)
    assert isinstance(mailer, smtp.EmailBackend)
    assert (mailer.username, mailer.password) == ("alice@example.org", "p/w+#")


def test_mail_is_printed_when_nothing_is_said(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    assert type(mailer_of("", monkeypatch, settings)) is console.EmailBackend


def test_mail_goes_to_the_folder_that_is_named(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path
) -> None:
    folder = tmp_path / "sent mail"
    mailer = mailer_of(f"filemail:///{str(folder).replace(' ', '%20')}", monkeypatch, settings)
    assert isinstance(mailer, filebased.EmailBackend)
    message = mail.EmailMessage("Hello Bob", "It works.", "alice@example.org", ["bob@example.org"])
    assert mailer.send_messages([message]) == 1
    assert "Subject: Hello Bob" in next(folder.iterdir()).read_text()
