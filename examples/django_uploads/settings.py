"""A small Django project whose uploads are screened. Everything that is about screening stands in the last lines."""

import os
import secrets
from pathlib import Path

HOME = Path(os.environ.get("GALLERY_HOME", Path(__file__).parent / "state"))
HOME.mkdir(exist_ok=True, parents=True)

SECRET_KEY = os.environ.get("GALLERY_SECRET_KEY") or secrets.token_hex(32)
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
ROOT_URLCONF = "urls"
INSTALLED_APPS = ["gallery"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "gallery.middleware.ScreenUploads",  # before whatever reads `request.POST`
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": HOME / "gallery.db"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MEDIA_ROOT = HOME / "uploads"
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
USE_TZ = True

PLATFORM = "Bridge Photos"
SIGNALS = Path(os.environ.get("GALLERY_SIGNALS", HOME / "signals"))  # what `causeway mirror follow` keeps
HUB = os.environ.get("GALLERY_HUB", "http://127.0.0.1:8000")
HUB_NAME = os.environ.get("GALLERY_HUB_NAME", "")  # the credential's name; its password: CAUSEWAY_SECRET
FAIL_CLOSED = os.environ.get("GALLERY_FAIL_CLOSED") == "yes"  # what could not be screened asks for a person, too
