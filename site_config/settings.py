"""Parley's settings. Everything a host decides comes from the environment; docs/hosting.md lists it."""

import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from . import environment as read
from .logs import without_tracebacks_of_refusals

BASE_DIR = Path(__file__).resolve().parent.parent

# --- Who may reach it ---------------------------------------------------------------------------
DEBUG = read.flag("DEBUG", default=False)
SECRET_KEY, SECRET_KEY_FALLBACKS = read.secret_keys(DEBUG)
ALLOWED_HOSTS = read.allowed_hosts(DEBUG)
CSRF_TRUSTED_ORIGINS = read.trusted_origins()

# --- What it is made of -------------------------------------------------------------------------
INSTALLED_APPS = [
    "whitenoise.runserver_nostatic",
    "daphne",
    "channels",
    "site_config.admin.ParleyAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "accounts",
    "alerts",
    "rooms",
    "site_config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "site_config.static_files.StaticFilesMiddleware",
    "site_config.compression.PagesOnlyGZipMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "accounts.middleware.PersonMiddleware",
    "accounts.acting.ActingMiddleware",
    "accounts.middleware.PreferencesMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "rooms.middleware.SignedOutFragments",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "site_config.urls"
ASGI_APPLICATION = "site_config.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["site_config.templates.FilesystemLoader", "site_config.templates.AppDirectoriesLoader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "alerts.context.calls",
                "rooms.announcements.context.announced",
                "site_config.look.shown.shown",
            ],
        },
    },
]

FORM_RENDERER = "site_config.form_renderer.FormRenderer"

# --- Where things are kept ----------------------------------------------------------------------
DATABASES = {"default": read.database(str(BASE_DIR / "db.sqlite3"))}
REDIS_URL = read.redis_url()
# How many processes the host runs; hosts that start them by this variable, and ours, say so with it.
PROCESSES = read.number("WEB_CONCURRENCY", 1, minimum=1)

CACHES: dict[str, dict[str, Any]]
if REDIS_URL:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
    # Without socket_timeout=None, redis-py 8 drops an idle subscription every few seconds (channels_redis#422).
    CHANNEL_LAYERS = {
        "default": {
            "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
            "CONFIG": {"hosts": [{"address": REDIS_URL, "socket_timeout": None}]},
        }
    }
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}

# What was rendered, in each process: keyed by versions, it never has to be thrown away, only bounded. A room's newest
# page takes about 40 KB. While templates are being edited nothing is kept.
ROOM_FRAGMENTS = 0 if DEBUG else read.number("ROOM_FRAGMENTS", 500)
CACHES["fragments"] = {
    "BACKEND": f"django.core.cache.backends.{'locmem.LocMemCache' if ROOM_FRAGMENTS else 'dummy.DummyCache'}",
    "LOCATION": "fragments",
    "OPTIONS": {"MAX_ENTRIES": ROOM_FRAGMENTS},
}

# --- Who people are -----------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
SESSION_ENGINE = "accounts.session_store"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_REDIRECT_URL = "home"
LOGIN_URL = "account_login"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*", "password2*"]
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {"login": "accounts.sign_in.LoginForm"}
ACCOUNT_SIGNUP_FORM_CLASS = "accounts.forms.SignupForm"
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_USER_DISPLAY = "accounts.models.display_name"
# Keys (passkeys) can't be used without a script, and Parley has none of its own and none of others but htmx.
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Parley"
MFA_TOTP_TOLERANCE = 1
ALLAUTH_TRUSTED_PROXY_COUNT = read.number("TRUSTED_PROXY_COUNT", 0)

# --- Words, times and mail ----------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fa", _("Persian"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True
MAILERS = {"default": read.mailer()}
# What is sent without being asked for by a request has to know where Parley is.
SITE_URL = read.site_url(DEBUG, ALLOWED_HOSTS)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = read.env.str("DEFAULT_FROM_EMAIL", default="Parley <parley@localhost>")

# --- Files --------------------------------------------------------------------------------------
STATIC_URL = "/static/"
# No other site needs our files.
WHITENOISE_ALLOW_ALL_ORIGINS = False
STATIC_ROOT = read.env.str("STATIC_ROOT", default=str(BASE_DIR / "staticfiles"))
STATICFILES_DIRS = [BASE_DIR / "static"]
# What people upload. Views that ask who wants it serve it; there is no MEDIA_URL.
MEDIA_ROOT = read.env.str("MEDIA_ROOT", default=str(BASE_DIR / "media"))
STORAGES = {
    "default": read.storage(),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "site_config.static_files.StaticFilesStorage"
    },
}

# --- Designing ----------------------------------------------------------------------------------
# Whether pages load themselves again when a template or a stylesheet is saved (make design).
RELOADS_PAGES = DEBUG and "runserver" in sys.argv and find_spec("django_browser_reload") is not None
if RELOADS_PAGES:
    INSTALLED_APPS.append("django_browser_reload")
    MIDDLEWARE.append("site_config.reloading.ReloadMiddleware")

# --- Safety -------------------------------------------------------------------------------------
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.NONCE],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "media-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if RELOADS_PAGES:
    SECURE_CSP["worker-src"] = [CSP.SELF]
SECURE_SSL_REDIRECT = read.flag("SECURE_SSL_REDIRECT", default=not DEBUG)
SECURE_HSTS_SECONDS = read.number("SECURE_HSTS_SECONDS", 0 if DEBUG else 31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not DEBUG
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = read.flag("SECURE_COOKIES", default=not DEBUG)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
# Who asks for /metrics brings it; without one there is no such page.
METRICS_TOKEN = read.env.str("METRICS_TOKEN", default="")
if read.flag("BEHIND_TLS_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- Limits; docs/hosting.md says what each is for -------------------------------------------------
MESSAGE_MAX_LENGTH = 4000
MESSAGE_BURST = read.number("MESSAGE_BURST", 20, minimum=1)
MESSAGE_RATE = read.number("MESSAGE_RATE", 2, minimum=1)
# Older messages are deleted by "apply_retention"; 0 keeps them for ever. Rooms may keep less.
KEEP_MESSAGES_DAYS = read.number("KEEP_MESSAGES_DAYS", 0)
PAGE_SIZE = 50
# The most replies on one page of a thread.
THREAD_SIZE = 200
MEMBERS_SHOWN = 50
UPLOAD_MAX_BYTES = read.number("UPLOAD_MAX_BYTES", 20_000_000, minimum=1)
UPLOAD_MAX_FILES = read.number("UPLOAD_MAX_FILES", 10, minimum=1)
UPLOAD_MAX_PIXELS = read.number("UPLOAD_MAX_PIXELS", 40_000_000, minimum=1)
# What is unread for so long is mailed to who is away, and nobody is mailed again before so long.
ALERT_MAIL_MINUTES = read.number("ALERT_MAIL_MINUTES", 10, minimum=1)
ALERT_MAIL_PAUSE_MINUTES = read.number("ALERT_MAIL_PAUSE_MINUTES", 15, minimum=1)
# Whether the server itself does what is otherwise done by ``manage.py mail_alerts``, in a thread.
WORKER_IN_SERVER = read.flag("WORKER_IN_SERVER", default=not REDIS_URL)
# Whether the server looks at the pages that messages link to.
LINK_PREVIEWS = read.flag("LINK_PREVIEWS", default=True)
# Whether the server tells bots of what mentions them, at their addresses.
OUTGOING_WEBHOOKS = read.flag("OUTGOING_WEBHOOKS", default=True)
# So that some files too many are refused in words; whoever sends thousands gets none.
DATA_UPLOAD_MAX_NUMBER_FILES = UPLOAD_MAX_FILES + 100
# How many rendered messages a process keeps, about 1 KB each.
MESSAGE_FRAGMENTS = read.number("MESSAGE_FRAGMENTS", 20_000)
FEED_HEARTBEAT_SECONDS = read.number("FEED_HEARTBEAT_SECONDS", 5, minimum=1)
# A page further behind than this many changed messages gets the newest page instead of every change.
FEED_REPLAY_LIMIT = 200
# A live page keeps so many messages, and up to a quarter more.
FEED_PAGE_MESSAGES = read.number("FEED_PAGE_MESSAGES", 1000, minimum=100)

# After a goodbye, so many pages come back in a second.
FEED_RETURNS_PER_SECOND = read.number("FEED_RETURNS_PER_SECOND", 250, minimum=1)
# A socket with more than this waiting to be sent has a reader too slow for its room, and is cut off.
SOCKET_MAX_WAITING_BYTES = read.number("SOCKET_MAX_WAITING_BYTES", 1_048_576, minimum=65_536)
SOCKET_MAX_FRAME_LENGTH = read.number("SOCKET_MAX_FRAME_LENGTH", 4096, minimum=1024)
SOCKET_FRAMES_PER_SECOND = read.number("SOCKET_FRAMES_PER_SECOND", 10, minimum=1)
SOCKET_FRAMES_BURST = read.number("SOCKET_FRAMES_BURST", 50, minimum=10)
SOCKETS_PER_PERSON = read.number("SOCKETS_PER_PERSON", 30, minimum=1)
# A process that has said nothing for so long takes its people with it; it says who is there three times as often.
PRESENCE_SECONDS = read.number("PRESENCE_SECONDS", 45, minimum=3)
# So many of those who are in a room are named.
PRESENCE_NAMED = read.number("PRESENCE_NAMED", 30, minimum=1)
# For so long after a key was pressed somebody is typing; pages say it every two seconds.
TYPING_SECONDS = read.number("TYPING_SECONDS", 5, minimum=3)
SOCKET_HANDSHAKES = read.number("SOCKET_HANDSHAKES", 10_000, minimum=1)
# So long a closed room is open to one of the staff who broke the glass.
BREAK_GLASS_MINUTES = read.number("BREAK_GLASS_MINUTES", 30, minimum=1)
DRAIN_SECONDS = read.number("DRAIN_SECONDS", 10, minimum=1)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {
        "refusals": {
            "()": "django.utils.log.CallbackFilter",
            "callback": without_tracebacks_of_refusals,
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["refusals"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        # Whoever scans the internet asks for hosts that are not ours; that is no news, and no error of ours.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "parley": {"level": read.env.str("LOG_LEVEL", default="INFO")},
    },
}
