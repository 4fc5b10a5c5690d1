"""The settings, as the tests need them: development's, and passwords that are quick to check."""

import os

os.environ.setdefault("DEBUG", "yes")

from site_config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if "MEDIA_ROOT" not in os.environ:
    # What a test uploads goes with it. Servers that tests start say where theirs is kept.
    STORAGES = STORAGES | {"default": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}  # noqa: F405
# The test runner turns DEBUG off after this; files come from where they are all the same.
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
# No test asks the internet for anything; those of previews have a web of their own.
LINK_PREVIEWS = False
OUTGOING_WEBHOOKS = False
if "WORKER_IN_SERVER" not in os.environ:
    # Tests of it take its turns themselves.
    WORKER_IN_SERVER = False
