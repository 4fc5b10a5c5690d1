"""The settings, as the tests need them: development's, and passwords that are quick to check."""

import os

os.environ.setdefault("DEBUG", "yes")

from site_config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# The test runner turns DEBUG off after this; files come from where they are all the same.
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
# The test runner turns DEBUG off after this; files come from where they are all the same.
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
