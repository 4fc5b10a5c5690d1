"""The settings, as the tests need them: development's, and passwords that are quick to check."""

import os

os.environ.setdefault("DEBUG", "yes")

from site_config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
