"""Settings, all of which have a safe default: nothing needs to be set to run, and production refuses what is only
safe in a demonstration.

Read from the environment: `CAUSEWAY_HOME`, `DATABASE_URL`, `DATABASE_OWNER_URL`, `CAUSEWAY_HOSTS`,
`CAUSEWAY_BASE_URL`, `CAUSEWAY_TRUSTED_PROXIES`, `CAUSEWAY_PRODUCTION`, `CAUSEWAY_EMAIL_URL`,
`CAUSEWAY_EMAIL_TIMEOUT`, `CAUSEWAY_EMAIL_FROM`, `CAUSEWAY_LEDGER_ORIGIN`, `CAUSEWAY_EVALUATOR_URL`,
`CAUSEWAY_EVALUATOR_TOKEN`, `CAUSEWAY_EVALUATOR_KEYS`, `CAUSEWAY_PUBLIC_COUNTRY`. See docs/reference/settings.md.
"""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from causeway.hub.base.walls.database import database_settings
from causeway.hub.formats.en_GB import formats as british
from causeway.hub.state import home, is_production, private_folder, public_country, public_keys, secret
from causeway.vocabulary.organisations import Role

PACKAGE = Path(__file__).resolve().parent
PRODUCTION = is_production()
DEBUG = False
SECRET_KEY = secret("django.key").hex()
BASE_URL = os.environ.get("CAUSEWAY_BASE_URL", "http://127.0.0.1:8000")
ALLOWED_HOSTS = os.environ.get("CAUSEWAY_HOSTS", "127.0.0.1,localhost,[::1],testserver").split(",")

ROOT_URLCONF = "causeway.hub.urls"
WSGI_APPLICATION = "causeway.hub.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "organisations.Account"

BASE_APPS = [
    "causeway.hub.base.walls",
    "causeway.hub.base.theme",
    "causeway.hub.base.ledger",
    "causeway.hub.base.acting",
    "causeway.hub.base.organisations",
    "causeway.hub.base.vault",
    "causeway.hub.base.clocks",
    "causeway.hub.base.notices",
    "causeway.hub.base.contacts",
]
KNOWLEDGE_APPS = [
    "causeway.hub.knowledge.banks",
    "causeway.hub.knowledge.playbooks",
    "causeway.hub.knowledge.training",
    "causeway.hub.knowledge.capability",
    "causeway.hub.knowledge.surveys",
]
ROAD_APPS = [
    "causeway.hub.road.referrals",
    "causeway.hub.road.evidence",
    "causeway.hub.road.intake",
    "causeway.hub.road.candidates",
    "causeway.hub.road.clusters",
    "causeway.hub.road.assessments",
    "causeway.hub.road.routes",
    "causeway.hub.road.queues",
    "causeway.hub.road.outcomes",
    "causeway.hub.road.cases",
    "causeway.hub.road.data_requests",
    "causeway.hub.road.deconfliction",
    "causeway.hub.road.retention",
]
COMMONS_APPS = [
    "causeway.hub.commons.awareness",
    "causeway.hub.commons.correspondence",
    "causeway.hub.commons.demand",
    "causeway.hub.commons.staffing_pages",
    "causeway.hub.commons.home",
    "causeway.hub.commons.ledger_pages",
]
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    *BASE_APPS,
    *KNOWLEDGE_APPS,
    *ROAD_APPS,
    *COMMONS_APPS,
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "crispy_forms_gds",
    "django_htmx",
    "ninja",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "causeway.hub.proxies.VisitorAddressMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "causeway.hub.base.theme.security.ContentSecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "causeway.hub.base.vault.bodies.BodyMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "causeway.hub.base.organisations.middleware.ActorMiddleware",
    "causeway.hub.base.organisations.second_factor.SecondFactorMiddleware",
    "causeway.hub.base.theme.methods.RefusedMethodMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "causeway.hub.base.organisations.context.actor",
            ],
        },
    }
]

DATABASES = {"default": database_settings()}
CACHES = {"default": {"BACKEND": "causeway.hub.base.organisations.shared_cache.SharedCache"}}

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",  # memory-hard; OWASP names N=2^14, r=8, p=5
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "causeway.hub.base.organisations.sign_in.InvitedOnlyAdapter"
_ACCOUNT_FORMS = "causeway.hub.base.organisations.forms.account"
ACCOUNT_FORMS = {
    "login": f"{_ACCOUNT_FORMS}.SignInForm",
    "change_password": f"{_ACCOUNT_FORMS}.ChangePasswordForm",
    "reset_password": f"{_ACCOUNT_FORMS}.AskForLinkForm",
    "reset_password_from_key": f"{_ACCOUNT_FORMS}.NewPasswordForm",
    "reauthenticate": f"{_ACCOUNT_FORMS}.ConfirmForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an address is proved by the invitation that reached it
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody here signs up, so an address without an account is sent nothing
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Causeway"
MFA_FORMS = {
    "authenticate": f"{_ACCOUNT_FORMS}.CodeForm",
    "reauthenticate": f"{_ACCOUNT_FORMS}.ConfirmWithCodeForm",
    "activate_totp": f"{_ACCOUNT_FORMS}.SetUpAppForm",
}
MFA_ADAPTER = "causeway.hub.base.organisations.second_factor_secrets.SealedSecretsAdapter"
CAUSEWAY_SECOND_FACTOR_ROLES = frozenset(
    {
        Role.ADMINISTRATOR,
        Role.ANALYST,
        Role.REVIEWER,
        Role.DUTY_OFFICER,
        Role.INVESTIGATOR,
        Role.SUPERVISOR,
        Role.SAFEGUARDING_LEAD,
        Role.DATA_PROTECTION_OFFICER,
        Role.AUDITOR,
    }
)  # who can see a case or its content, or administer; in a demonstration it is offered to them, not asked for

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 60 * 60  # one shift
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_NAME = "causeway_session"
CSRF_COOKIE_NAME = "causeway_csrf"
CSRF_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if PRODUCTION:
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CAUSEWAY_TRUSTED_PROXIES = int(os.environ.get("CAUSEWAY_TRUSTED_PROXIES") or 0)
CSRF_TRUSTED_ORIGINS = [BASE_URL]

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English"), ("nl", "Nederlands"), ("it", "Italiano")]
LOCALE_PATHS = [PACKAGE / "locale", PACKAGE.parent / "locale"]
FORMAT_MODULE_PATH = ["causeway.hub.formats"]
SHORT_DATE_FORMAT, SHORT_DATETIME_FORMAT = british.SHORT_DATE_FORMAT, british.SHORT_DATETIME_FORMAT
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = private_folder("static")
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

FILE_UPLOAD_HANDLERS = ["causeway.hub.base.vault.uploading.VeiledUploadHandler"]
FILE_UPLOAD_TEMP_DIR = private_folder("incoming")
DATA_UPLOAD_MAX_MEMORY_SIZE = (
    12 * 1024 * 1024
)  # the longest document that a door takes, of 10 MB, with room to spare; files stream past this
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000

CRISPY_ALLOWED_TEMPLATE_PACKS = ["gds"]
CRISPY_TEMPLATE_PACK = "gds"
CRISPY_CLASS_CONVERTERS = {  # crispy-forms-gds goes by a widget's class, and knows text inputs and single files only
    "numberinput": "govuk-input",
    "urlinput": "govuk-input",
    "dayinput": "govuk-input",
    "manyfilesinput": "govuk-file-upload",
}

CAUSEWAY_LEDGER_ORIGIN = os.environ.get("CAUSEWAY_LEDGER_ORIGIN", "causeway.example/ledger")
CAUSEWAY_VAULT = home() / "vault"
CAUSEWAY_PUBLIC_COUNTRY = public_country(os.environ.get("CAUSEWAY_PUBLIC_COUNTRY", ""))

# The oversight body's evaluator, the token that it gave this hub, and the public keys to which it is committed.
CAUSEWAY_EVALUATOR_URL = os.environ.get("CAUSEWAY_EVALUATOR_URL", "")
CAUSEWAY_EVALUATOR_TOKEN = os.environ.get("CAUSEWAY_EVALUATOR_TOKEN", "")
CAUSEWAY_EVALUATOR_KEYS = public_keys(os.environ.get("CAUSEWAY_EVALUATOR_KEYS", ""))
CAUSEWAY_EVALUATOR_FOLDER = home() / "evaluator"  # of the one that a demonstration brings along

_mail = urlsplit(os.environ.get("CAUSEWAY_EMAIL_URL", ""))
if _mail.scheme in {"smtp", "smtps"}:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = _mail.hostname or "localhost"
    EMAIL_PORT = _mail.port or (465 if _mail.scheme == "smtps" else 25)
    EMAIL_HOST_USER = unquote(_mail.username or "")
    EMAIL_HOST_PASSWORD = unquote(_mail.password or "")
    # For each step of the conversation. Without it a server that hangs would hold up every mail of every organisation.
    EMAIL_TIMEOUT = int(os.environ.get("CAUSEWAY_EMAIL_TIMEOUT", "10"))
    EMAIL_USE_SSL = _mail.scheme == "smtps"  # TLS from the first byte (RFC 8314), not by STARTTLS
else:
    # Without a mail server, what would be sent lies in a folder, where a demonstration can show it.
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(private_folder("mail"))
DEFAULT_FROM_EMAIL = os.environ.get("CAUSEWAY_EMAIL_FROM", "causeway@example.org")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "causeway.hub.plain_log.FramesOnlyFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "causeway": {"level": "INFO"},
        # Named without handlers, so that Django's own are gone: they name addresses and quote exceptions.
        "django": {"level": "WARNING"},
        "django.request": {"level": "ERROR"},
        "asyncio": {"level": "CRITICAL"},  # its messages quote the exceptions of forgotten tasks
        "django.server": {"level": "WARNING", "handlers": [], "propagate": True},
    },
}
