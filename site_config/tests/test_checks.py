"""Settings that are each right and together wrong are refused."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_django import Settings

from site_config import checks

ROOT = Path(__file__).resolve().parent.parent.parent
PRODUCTION = {
    "SECRET_KEY": "a long and random text of more than fifty characters, 0123456789",
    "ALLOWED_HOSTS": "chat.example.org",
    "EMAIL_URL": "smtp+tls://parley:secret@mail.example.org",
    # What was collected in the checkout may be from before a change.
    "STATIC_ROOT": "/nothing-collected-yet",
}


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run manage.py with nothing of ours in its environment but what is given."""
    ours = ("SECRET_KEY", "ALLOWED_HOSTS", "EMAIL_URL", "DATABASE_URL", "REDIS_URL", "DEBUG", "WEB_CONCURRENCY")
    inherited = {name: value for name, value in os.environ.items() if name not in (*ours, "DJANGO_SETTINGS_MODULE")}
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=inherited | environment, capture_output=True, text=True, check=False, timeout=60
    )


def test_production_settings_pass_the_deployment_check() -> None:
    done = manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert done.returncode == 0, done.stderr


def test_production_without_mail_is_warned_of() -> None:
    done = manage("check", "--deploy", "--fail-level", "WARNING", **(PRODUCTION | {"EMAIL_URL": ""}))
    assert done.returncode == 1
    assert "parley.W001" in done.stderr


@pytest.mark.parametrize("missing", ["SECRET_KEY", "ALLOWED_HOSTS"])
def test_production_does_not_start_without(missing: str) -> None:
    environment = {name: value for name, value in PRODUCTION.items() if name != missing}
    done = manage("check", **environment)
    assert done.returncode == 1
    assert f"{missing} is not set" in done.stderr


def test_several_processes_on_the_in_memory_layer_are_refused() -> None:
    done = manage("migrate", "--plan", **PRODUCTION, WEB_CONCURRENCY="2")
    assert done.returncode == 1
    assert "parley.E001" in done.stderr


def test_several_processes_are_welcome_with_redis_and_one_without(settings: Settings) -> None:
    settings.CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
    settings.PROCESSES = 1
    assert checks.several_processes_need_redis() == []
    settings.PROCESSES = 2
    assert [error.id for error in checks.several_processes_need_redis()] == ["parley.E001"]
    settings.CHANNEL_LAYERS = {"default": {"BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer"}}
    assert checks.several_processes_need_redis() == []
