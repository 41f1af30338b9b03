"""The least that a trial of the database needs; the tests start processes with it."""

import os
from pathlib import Path

from django.apps import AppConfig

from relint import database


class Commands(AppConfig):
    """relint's commands, without the rooms that its real configuration reaches into."""

    name = "relint"


BASE_DIR = Path(os.environ.get("TRIAL_PROJECT") or Path(__file__).parents[2])
SECRET_KEY = "only-for-the-trials"
INSTALLED_APPS = ["django.contrib.contenttypes", "django.contrib.auth", f"{__name__}.Commands"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True

if url := os.environ.get("DATABASE_URL"):
    DATABASES = {"default": database.from_url(url)}
else:
    DATABASES = {"default": {"ENGINE": "relint.localpg", "NAME": "relint"}}
    LOCALPG_DIR = os.environ.get("LOCALPG_DIR", "")
MEDIA_ROOT = Path(os.environ.get("MEDIA_ROOT", "/nonexistent"))
