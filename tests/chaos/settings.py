"""Parley's settings for the chaos suite: small pages, a layer that loses wake-ups, a clock that is wrong."""

import os
from datetime import datetime, timedelta

from django.utils import timezone

from site_config.settings import *  # noqa: F403
from site_config.settings import CHANNEL_LAYERS, STORAGES

ROOT_URLCONF = "tests.chaos.control"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True

# Small, so that a few seconds of talk are enough to scroll back through and to fall too far behind.
PAGE_SIZE = 10
FEED_REPLAY_LIMIT = 15
# Pages that are scrolled back or stay open long lose their oldest messages now and then.
FEED_PAGE_MESSAGES = 24

if os.environ.get("CHAOS_FLAKY_LAYER") == "yes":
    memory = "InMemory" in CHANNEL_LAYERS["default"]["BACKEND"]
    layer = "FlakyInMemoryLayer" if memory else "FlakyRedisLayer"
    CHANNEL_LAYERS["default"]["BACKEND"] = f"tests.chaos.flaky_layer.{layer}"

_wrong_by = timedelta(seconds=float(os.environ.get("CHAOS_CLOCK_OFFSET", "0")))
_right_now = timezone.now


def _now() -> datetime:
    return _right_now() + _wrong_by


# Before any model takes it as a default.
timezone.now = _now
