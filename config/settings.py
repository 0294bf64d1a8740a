"""Settings of the whole house. Secrets and addresses come from the environment; nothing a school
decides stands here (that is a dated row, `school.SchoolSetting`)."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

import environ
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
env = environ.Env()

DEBUG = env.bool("DEBUG", default=False)
TESTING = env.bool("TESTING", default=False)
SECRET_KEY = env.str(
    "SECRET_KEY", default="only-for-tests-and-builds" if TESTING else environ.Env.NOTSET
)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
HTTPS = env.bool("HTTPS", default=False)

# Keys of this installation start at INSTALLATION_NUMBER × 2^40 (design.md section 4).
INSTALLATION_NUMBER = env.int("INSTALLATION_NUMBER", default=0)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "crispy_forms",
    "crispy_bootstrap5",
    "js_lib_bootstrap5",
    "lucide",
    "django_htmx",
    "template_partials",
    "pgtrigger",
    "pghistory",
    "rules",
    "core",
    "school",
    "consent",
    "schedule",
    "journal",
    "diary",
    "archive",
    "control",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.middleware.ContentPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "core.middleware.ChosenLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "core.middleware.SecondFactorMiddleware",
    "core.middleware.HistoryContextMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

if env.bool("BENCH", default=False):  # counts SQL statements into a header, for `make bench`
    MIDDLEWARE.insert(0, "bench.middleware.CountStatements")

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

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
                "core.look.look",
                "school.context.standing",
            ],
            "builtins": [
                "core.templatetags.house",
                "template_partials.templatetags.partials",
            ],
        },
    },
]

# ---- database and cache -------------------------------------------------------------------
# DATABASE_URL is the web's own role, which owns no table; migrations run with the owner's URL.
DATABASES = {"default": env.db("DATABASE_URL", default="postgresql://localhost/journal")}
DATABASES["default"].update(
    {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": unquote(DATABASES["default"]["HOST"]),  # a socket's folder is written %2F…
        # A test's server has a thread, and so a connection, for each of the browser's.
        "CONN_MAX_AGE": env.int("CONN_MAX_AGE", default=0 if TESTING else 600),
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": env.bool("PGBOUNCER", default=False),
    }
)
WEB_ROLE = env.str("WEB_ROLE", default="ej_web")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default="redis://127.0.0.1:6379/0")
# Test processes side by side empty the cache between tests: each has a database of its own.
if TESTING and (test_process := env.str("PYTEST_XDIST_WORKER", default="")):
    REDIS_URL = f"{REDIS_URL.rpartition('/')[0]}/{int(test_process.removeprefix('gw')) + 1}"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "ej",
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

PGHISTORY_APPEND_ONLY = True
PGHISTORY_INSTALL_CONTEXT_FUNC_ON_MIGRATE = True
# Triggers are installed from the models after every migrate, so they always say what the code says.
PGTRIGGER_INSTALL_ON_MIGRATE = True
PGTRIGGER_MIGRATIONS = False

# ---- who logs in ----------------------------------------------------------------------------
AUTH_USER_MODEL = "school.Person"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = (
    ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if TESTING
    else [
        "django.contrib.auth.hashers.ScryptPasswordHasher",
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    ]
)
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "school:home"
ACCOUNT_ADAPTER = "school.accounts.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
RATE_LIMITS = {
    "login": "600/m/ip",
    "login_failed": "60/m/ip,5/5m/key",
    "reset_password": "60/m/ip,5/m/key",
    "enter_code": "60/10m/ip,5/15m/key",
}
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_FORMS = {"login": "school.forms.accounts.LoginForm"}
ACCOUNT_USER_DISPLAY = "school.accounts.shown_name"
# A whole school stands behind one address: what counts for one is counted by login name.
ACCOUNT_RATE_LIMITS = False if TESTING else RATE_LIMITS
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=1 if HTTPS else 0)
MFA_ADAPTER = "school.accounts.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
MFA_TOTP_ISSUER = "ЭЖ"
# Whether school staff must have a second factor (TOTP or passkey) before any page of a school.
STAFF_SECOND_FACTOR = env.bool("STAFF_SECOND_FACTOR", default=False)

# ---- language and time ------------------------------------------------------------------------
LANGUAGE_CODE = "ru"
LANGUAGES = [("ru", _("Russian")), ("en", _("English"))]
# Our own words before those of the packages.
LOCALE_PATHS = sorted(BASE_DIR.glob("*/locale"))
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Moscow"
FORMAT_MODULE_PATH = ["config.formats"]

# ---- files --------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(VAR_DIR / "files")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING or DEBUG
        else "core.hashed.HashedStaticFiles"
    },
}
BACKUP_DIR = Path(env.str("BACKUP_DIR", default=str(VAR_DIR / "backups")))
BACKUP_KEY_FILE = Path(env.str("BACKUP_KEY_FILE", default=str(VAR_DIR / "secrets" / "backup.key")))
# The key this installation signs its weekly figures with, where it hands them in (order 3).
FIGURES_KEY_FILE = Path(
    env.str("FIGURES_KEY_FILE", default=str(VAR_DIR / "secrets" / "figures.key"))
)
# Files that people bring: their size, and who looks at them (core.files.scanning says how).
FILE_MOST_MB = env.int("FILE_MOST_MB", default=20)
FILE_SCANNER = env.str("FILE_SCANNER", default="")
FILE_UPLOAD_PERMISSIONS, FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o600, 0o700
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
FILE_UPLOAD_MAX_MEMORY_SIZE = DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"

# ---- mail, background work, logs ----------------------------------------------------------------
EMAIL_CONFIG = env.email("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 30
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="journal@localhost")
# The address of the house in letters: a letter is written where no request says it.
SITE_URL = env.str("SITE_URL", default=next(iter(CSRF_TRUSTED_ORIGINS), "http://localhost:8000"))

# How Celery works stands in config/celery.py; what is done when, in core.background.
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_ALWAYS_EAGER = TESTING and not env.bool("CELERY_REAL", default=False)
CELERY_TASK_EAGER_PROPAGATES = True
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "run" / "beat-schedule")
CELERY_TIMEZONE = TIME_ZONE

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        "weasyprint": {"level": "ERROR"},
        "fontTools": {"level": "ERROR"},
        "pgtrigger": {"level": "WARNING"},
    },
}

# ---- the browser's own guards ------------------------------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if HTTPS:
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# The reverse proxy redirects to HTTPS (W008); subdomains are the domain owner's (W005, W021).
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W008", "security.W021"]
