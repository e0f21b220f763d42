"""Django's settings, worked out from `config`."""

from __future__ import annotations

from typing import Any

import dj_database_url
from csp.constants import NONE, SELF

from wholeplace.web.accounts.sign_in_settings import form_targets, sign_in_settings
from wholeplace.web.config import config
from wholeplace.web.operations.logs import logging_config
from wholeplace.web.operations.static import is_collected

CONFIG = config()
CONFIG.refuse_if_unsafe()
CONFIG.home.mkdir(mode=0o700, parents=True, exist_ok=True)  # it holds addresses and password hashes

SECRET_KEY = CONFIG.secret_key
DEBUG = False
ALLOWED_HOSTS = CONFIG.hosts
ROOT_URLCONF = "wholeplace.web.urls"
WSGI_APPLICATION = "wholeplace.web.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "auditlog",
    "axes",
    "csp",
    "ninja",
    "django_tasks",
    "django_tasks_db",
    "wholeplace.web.design",
    "wholeplace.web.accounts",
    "wholeplace.web.evidence",
    "wholeplace.web.jobs",
    "wholeplace.web.replies",
    "wholeplace.web.finance.watchlist",
    "wholeplace.web.finance.scenarios",
    "wholeplace.web.home",
    "wholeplace.web.places",
    "wholeplace.web.measures",
    "wholeplace.web.compare",
    "wholeplace.web.data",
    "wholeplace.web.search",
    "wholeplace.web.help",
    "wholeplace.web.api",
    "wholeplace.web.operations",
]

MIDDLEWARE = [
    "wholeplace.web.operations.middleware.ClientAddress",
    "wholeplace.web.operations.middleware.RequestLog",
    "wholeplace.web.operations.middleware.Headers",
    "django.middleware.security.SecurityMiddleware",
    "wholeplace.web.operations.middleware.Probes",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wholeplace.web.accounts.middleware.SessionLimits",
    "allauth.account.middleware.AccountMiddleware",
    "wholeplace.web.accounts.middleware.AccessMiddleware",
    "wholeplace.web.accounts.middleware.ActorMiddleware",
    "axes.middleware.AxesMiddleware",
    "wholeplace.web.evidence.middleware.Unreadable",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "wholeplace.web.design.environment.environment",
            "context_processors": [
                "django.contrib.messages.context_processors.messages",
                "wholeplace.web.design.context.everywhere",
            ],
        },
    },
    {
        # Only for what libraries bring in Django's own language.
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES: dict[str, Any] = {
    "default": dj_database_url.parse(CONFIG.database_url, conn_max_age=60, conn_health_checks=True)
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }

# Shared by all processes: counts of requests and letters asked for, and the codes of a second step that were used.
_SHARED_CACHE = {
    "BACKEND": "django.core.cache.backends.db.DatabaseCache",
    "LOCATION": "limits_cache",
    "OPTIONS": {"MAX_ENTRIES": 100_000},
}
CACHES = {"default": _SHARED_CACHE, "limits": _SHARED_CACHE}

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home:home"
globals().update(sign_in_settings(CONFIG))  # people, signing in, throttling, the audit log
EVIDENCE = "wholeplace.web.evidence.current.current"  # for rooms that lie under it

STATIC_URL = "static/"
STATIC_ROOT = CONFIG.home / "static"
# Collected files have their hash in their name and are compressed; before that a developer's come from the source.
STATIC_COLLECTED = is_collected(STATIC_ROOT)
WHITENOISE_USE_FINDERS = not STATIC_COLLECTED and not CONFIG.production
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if STATIC_COLLECTED or CONFIG.production
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
MEDIA_ROOT = CONFIG.home / "files"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF, *form_targets(CONFIG)],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "upgrade-insecure-requests": CONFIG.production,
    }
}

# Headers. What is said of HTTPS holds only where there is some.
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_SSL_REDIRECT = CONFIG.production
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if CONFIG.production else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = CONFIG.production
SILENCED_SYSTEM_CHECKS = ["security.W021"]  # to be on browsers' preload list is the domain owner's decision, not ours
if CONFIG.trusted_proxies:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CSRF_TRUSTED_ORIGINS = CONFIG.origins
CSRF_FAILURE_VIEW = "wholeplace.web.design.errors.csrf_failure"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = CONFIG.production
# A name with this prefix is refused by browsers from any other host of the domain.
SESSION_COOKIE_NAME = "__Host-wholeplace" if CONFIG.production else "wholeplace"
CSRF_COOKIE_NAME = "__Host-wholeplace-form" if CONFIG.production else "wholeplace-form"

EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if CONFIG.mail else 'console'}.EmailBackend"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = CONFIG.mail_from
if CONFIG.mail:
    EMAIL_HOST, EMAIL_PORT = CONFIG.mail.host, CONFIG.mail.port
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = CONFIG.mail.user, CONFIG.mail.password
    EMAIL_USE_TLS, EMAIL_USE_SSL, EMAIL_TIMEOUT = CONFIG.mail.starttls, CONFIG.mail.tls, 20

LOGGING = logging_config(CONFIG.production)

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = False
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
# A running job unheard of for longer has lost its worker; it is taken up by itself so often.
JOB_HEARTBEAT_SECONDS = CONFIG.number("WHOLEPLACE_JOB_HEARTBEAT_SECONDS", 30)
JOB_ATTEMPTS = int(CONFIG.number("WHOLEPLACE_JOB_ATTEMPTS", 3))
JOB_FILES_DAYS = CONFIG.number("WHOLEPLACE_JOB_FILES_DAYS", 30)
# Read where they are used; what is wrong is told now, not to the first reader.
_ = [CONFIG.number(name, 1) for name in ("WHOLEPLACE_API_PER_MINUTE", "WHOLEPLACE_API_BURST")]
# The most that one upload may hold, all its files together.
UPLOAD_BYTES = int(CONFIG.number("WHOLEPLACE_UPLOAD_MEGABYTES", 200) * 1_000_000)
DATA_UPLOAD_MAX_NUMBER_FILES = 1_000  # the form says in words that fewer are taken
FILE_UPLOAD_HANDLERS = [
    "wholeplace.web.data.limits.SizeLimit",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
TEST_RUNNER = "django.test.runner.DiscoverRunner"
