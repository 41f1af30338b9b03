"""
The settings, read from top to bottom.

What differs between machines comes from the environment (or a file `.env` beside
manage.py; `.env.example` names every variable). Everything is as strict as in
production unless DEMONSTRATION is set, which `make run` does.
"""

import secrets
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONCE, NONE, SELF
from django.contrib.messages import constants as messages
from django.core.exceptions import ImproperlyConfigured

from office.languages import OfficeFallback
from relint import database

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = BASE_DIR / "var"

env = environ.Env()  # a missing name without a default stops the start and is named
env.read_env(BASE_DIR / ".env")


def needed(name, read=env.str):
    """What the environment must say; an empty value is as good as none."""
    if not env(name).strip():
        raise ImproperlyConfigured(f"Set the {name} environment variable: it is empty.")
    return read(name)


def kept_secret():
    """The demonstration's own secret, made once and kept, so that a restart signs nobody out."""
    path = VAR / "secret_key"
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text()


def origin(url):
    """https://id.example.org/realms/city -> https://id.example.org"""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


# The one switch that relaxes anything: demonstration accounts, plain http, no second factor.
DEMONSTRATION = env.bool("DEMONSTRATION", default=False)

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env("SECRET_KEY", default=kept_secret()) if DEMONSTRATION else needed("SECRET_KEY")
if DEMONSTRATION:
    ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
else:
    ALLOWED_HOSTS = needed("ALLOWED_HOSTS", env.list)
# How mails begin the addresses of our pages: they are written where no browser asks.
SITE_URL = env("SITE_URL", default="").rstrip("/") or (
    "http://127.0.0.1:8000" if DEMONSTRATION else f"https://{ALLOWED_HOSTS[0].lstrip('.')}"
)

# ---------------------------------------------------------------- what is installed

# Each folder of relint/datasets is one city's documented facts, with its command.
DATA_SETS = sorted(path.parent.name for path in BASE_DIR.glob("relint/datasets/*/data"))

INSTALLED_APPS = [
    "modeltranslation",  # before the admin, whose forms it changes
    "office.apps.OfficeAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "allauth.usersessions",
    "simple_history",
    "csp",
    "office",
    "directory",
    "partnerships",
    "agenda",
    "networks",
    "cooperation",
    "delegations",
    "events",
    "tours",
    "relint",
    *(f"relint.datasets.{name}" for name in DATA_SETS),
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "office.middleware.compressed_text",
    "office.middleware.permissions_policy",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "office.middleware.one_office_per_request",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "office.middleware.readers_language",
    "office.middleware.other_languages_words",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "office.middleware.keep_typed",
    "office.middleware.second_factor",
    "simple_history.middleware.HistoryRequestMiddleware",
    "office.middleware.exports_logged",
]

ROOT_URLCONF = "relint.urls"
WSGI_APPLICATION = "relint.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "csp.context_processors.nonce",
                "office.context.office",
            ],
        },
    },
]

# ---------------------------------------------------------------- database, cache, files

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

if env("DATABASE_URL", default=""):
    DATABASES = {"default": database.from_url(env("DATABASE_URL"))}
else:
    # Our own PostgreSQL from the wheel's programs, in var/ (docs/decisions/postgresql-only.md).
    DATABASES = {"default": {"ENGINE": "relint.localpg", "NAME": "relint"}}
    LOCALPG_DIR = env("LOCALPG_DIR", default="")
DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}

# Shared by all processes: the limits on sign-in attempts are counted here.
CACHES = {"default": env.cache("CACHE_URL", default="dbcache://relint_cache")}
if CACHES["default"]["BACKEND"].endswith(".DatabaseCache"):
    # Of Django's 300 a stranger fills the table, and then it drops by the order of the keys.
    CACHES["default"]["OPTIONS"] = {"MAX_ENTRIES": 100_000} | CACHES["default"].get("OPTIONS", {})

MEDIA_ROOT = Path(env("MEDIA_ROOT", default=str(VAR / "media")))
STATIC_ROOT = Path(env("STATIC_ROOT", default=str(VAR / "static")))
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    # Nothing is public unless a field says so: `default` is the protected storage.
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": MEDIA_ROOT / "protected", "base_url": None},
    },
    "public": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": MEDIA_ROOT / "public", "base_url": "/media/"},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# ---------------------------------------------------------------- languages and time

LANGUAGE_CODE = "en"  # the language of the msgids
# Each language is named in itself, for the reader who knows no other.
LANGUAGES = [
    ("it", "Italiano"),
    ("en", "English"),
    ("fr", "Français"),
    ("de", "Deutsch"),
    ("es", "Español"),
]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["relint.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env("TIME_ZONE", default="Europe/Rome")

MODELTRANSLATION_LANGUAGES = tuple(code for code, name in LANGUAGES)
MODELTRANSLATION_DEFAULT_LANGUAGE = LANGUAGE_CODE
# The office's original language comes first, and that is a row, not a setting.
MODELTRANSLATION_FALLBACK_LANGUAGES = OfficeFallback(MODELTRANSLATION_LANGUAGES)

# ---------------------------------------------------------------- sign-in

AUTH_USER_MODEL = "office.User"
AUTHENTICATION_BACKENDS = ["office.accounts.Backend"]
# The classes of the alerts of the design system.
MESSAGE_TAGS = {messages.ERROR: "danger error"}
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

ACCOUNT_ADAPTER = "office.accounts.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "office.accounts.SocialAccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are made by the office, nobody signs up
ACCOUNT_SESSION_REMEMBER = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "relint"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMONSTRATION
USERSESSIONS_TRACK_ACTIVITY = True
# How many proxies of ours stand before the application; else all visitors share one limit.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)

SIGN_IN_SERVER = env("OIDC_SERVER_URL", default="")
if SIGN_IN_SERVER:
    SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "city",
                    "name": env("OIDC_NAME"),
                    "client_id": env("OIDC_CLIENT_ID"),
                    "secret": env("OIDC_SECRET"),
                    "settings": {"server_url": SIGN_IN_SERVER},
                }
            ],
        }
    }
    # Only for a provider that proves the address: it then opens the account of that address.
    SOCIALACCOUNT_EMAIL_AUTHENTICATION = env.bool("OIDC_PROVES_ADDRESS", default=False)
    SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = SOCIALACCOUNT_EMAIL_AUTHENTICATION

# ---------------------------------------------------------------- safe by default

SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = not DEMONSTRATION
LANGUAGE_COOKIE_HTTPONLY = True
CSRF_COOKIE_AGE = None  # it ends with the browser's session, as the privacy notice says
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=not DEMONSTRATION)
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # asked by the machine's own watchman, over plain http
SECURE_HSTS_SECONDS = 0 if DEMONSTRATION else 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = not DEMONSTRATION
SECURE_HSTS_PRELOAD = not DEMONSTRATION
SECURE_REFERRER_POLICY = "same-origin"
if env.bool("BEHIND_HTTPS_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
FORMS_URLFIELD_ASSUME_HTTPS = True  # what Django 6 does by itself
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "office.views.token_is_old"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
SILENCED_SYSTEM_CHECKS = []

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF, "data:"],
        "frame-ancestors": [NONE],
        "base-uri": [SELF],
        "object-src": [NONE],
        # The redirect to the identity provider after the button's POST counts as well.
        "form-action": [SELF, *([origin(SIGN_IN_SERVER)] if SIGN_IN_SERVER else [])],
    }
}

# ---------------------------------------------------------------- mail and logs

# Without a server mail is written to files.
EMAIL_TIMEOUT = 30  # seconds that a mail server may keep us waiting for one answer
if env("EMAIL_URL", default=""):
    vars().update(env.email("EMAIL_URL"))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = VAR / "mail"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env("FROM_EMAIL", default="relint@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "relint.logs.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": env("LOG_LEVEL", default="INFO")},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "django.server": {"handlers": [], "propagate": True},
    },
}
