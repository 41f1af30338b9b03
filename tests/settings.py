"""The project's own settings, with what the environment would say, and cheap passwords."""

import os

os.environ.setdefault("SECRET_KEY", "only-for-the-tests-" * 3)
os.environ.setdefault("ALLOWED_HOSTS", "testserver,localhost,127.0.0.1")
os.environ.setdefault("SECURE_SSL_REDIRECT", "no")

from relint.settings import *  # noqa: F403
from relint.settings import DATABASES, STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
MEMORY = "django.core.files.storage.InMemoryStorage"
STORAGES |= {
    "default": {"BACKEND": MEMORY},
    "public": {"BACKEND": MEMORY, "OPTIONS": {"base_url": "/media/"}},
    # Names without their hash: the tests need no collectstatic.
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True

# What a test wrote may be lost in a crash: nothing waits for the disk.
DATABASES["default"]["OPTIONS"] = {
    **DATABASES["default"].get("OPTIONS", {}),
    "options": "-c synchronous_commit=off",
}
