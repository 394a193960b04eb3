"""The one settings file: everything that differs between installations comes from the environment.

Embedded mode, the default, needs nothing but Python: no DATABASE_URL is a SQLite file in `var/`,
no CELERY_BROKER_URL is one process that serves pages, works off jobs and watches the clock.
"""

import datetime
from pathlib import Path

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)
# Third-party assets and fonts, put there by `make setup`; never committed.
ASSETS_DIR = BASE_DIR / "assets"

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="")
if not SECRET_KEY:
    raise ImproperlyConfigured(
        "Не задан SECRET_KEY. Для пробы запустите `make run` (он создаст ключ сам), "
        "для работы задайте переменную окружения SECRET_KEY длинной случайной строкой."
    )
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# The address people reach the portal at: links in letters and on paper start with it.
PORTAL_URL = env.str("PORTAL_URL", default="http://127.0.0.1:8000").rstrip("/")
HTTPS = PORTAL_URL.startswith("https://")
# How many reverse proxies stand in front; their X-Forwarded-For is believed, nobody else's.
PROXY_COUNT = env.int("PROXY_COUNT", default=0)
# Shown on every page of an installation that holds invented people only.
DEMO = env.bool("DEMO", default=False)

INSTALLED_APPS = [
    "config",
    "accounts",
    "schools",
    "assessments",
    "observers",
    "plans",
    "allauth",
    "allauth.account",
    "axes",
    "post_office",
    "csp",
    "django_filters",
    "django_tables2",
    "import_export",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "config.support.SupportConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "config.middleware.LoginForPagesAndFragments",
    "config.middleware.AccessTableMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]

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
                "config.context.portal",
            ],
            "builtins": ["accounts.templatetags.portal"],
        },
    }
]

# Database ---------------------------------------------------------------------------------------

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'portal.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,  # seconds to wait for another writer
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# People -----------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "today"
ACCOUNT_ADAPTER = "accounts.adapters.ClosedSignUpAdapter"
ACCOUNT_FORMS = {"login": "accounts.forms.SignInForm"}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = True
# One limiter of wrong passwords is enough: axes. Two would answer differently and confuse.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": None}
# One account has one count, whether tried by name, by address or in capital letters.
AXES_USERNAME_CALLABLE = "accounts.adapters.name_of_account"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "account/locked.html"
AXES_SENSITIVE_PARAMETERS: list[str] = []
AXES_VERBOSE = False
AXES_IPWARE_PROXY_COUNT = PROXY_COUNT
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 12 * 60 * 60  # seconds: a working day
SESSION_COOKIE_HTTPONLY = True

# Security ---------------------------------------------------------------------------------------

SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXY_COUNT else None
# The committee's other subdomains are not ours to promise for.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# Language and time ------------------------------------------------------------------------------

LANGUAGE_CODE = "ru"
TIME_ZONE = env.str("TIME_ZONE", default="Asia/Barnaul")
USE_I18N = True
USE_TZ = True

# Files ------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static", ("vendor", ASSETS_DIR)]
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(VAR_DIR / "media")))
# With nginx in front: the internal location that serves MEDIA_ROOT after our access check.
PRIVATE_FILES_ACCEL = env.str("PRIVATE_FILES_ACCEL", default="")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024  # bytes
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024  # bytes, files not counted
FILE_UPLOAD_PERMISSIONS = 0o600

# Letters ----------------------------------------------------------------------------------------

EMAIL_CONFIG = env.email("EMAIL_URL", default="filemail:////")
EMAIL_FILE_PATH = VAR_DIR / "letters"
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="portal@localhost")
EMAIL_BACKEND = "post_office.EmailBackend"
POST_OFFICE = {
    "BACKENDS": {"default": EMAIL_CONFIG["EMAIL_BACKEND"]},
    "DEFAULT_PRIORITY": "medium",
    # A mail server may be dead over the holidays: try for a week.
    "RETRY_INTERVAL": datetime.timedelta(minutes=15),
    "MAX_RETRIES": 7 * 24 * 4,
    "CELERY_ENABLED": False,  # the outbox is emptied by our own clock, in both modes
    "LOG_LEVEL": 1,
}
for _name, _value in EMAIL_CONFIG.items():
    if _name.startswith("EMAIL_") and _name not in {"EMAIL_BACKEND", "EMAIL_FILE_PATH"}:
        globals()[_name] = _value

# Background work --------------------------------------------------------------------------------

CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default="")
EMBEDDED = not CELERY_BROKER_URL
if EMBEDDED:
    CELERY_BROKER_URL = "memory://localhost/"
CELERY_RESULT_BACKEND = None
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_TIME_LIMIT = 15 * 60  # seconds
CELERY_BROKER_TRANSPORT_OPTIONS = {} if EMBEDDED else {"visibility_timeout": 3600}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
# A worker silent for so many seconds is dead, and its job goes back into the queue.
JOB_SILENCE = env.int("JOB_SILENCE", default=16 * 60)
# How often the clock looks for jobs that were lost; seconds.
JOB_SWEEP = env.int("JOB_SWEEP", default=60)
# Every entry may be fired by two clocks at once: what it does is unique by a key in the database.
CELERY_BEAT_SCHEDULE = {
    "take up jobs that died": {
        "task": "accounts.schedule.sweep_jobs",
        "schedule": JOB_SWEEP,
    },
    "empty the outbox": {"task": "accounts.schedule.send_letters", "schedule": 30.0},
    "purge old letters": {
        "task": "accounts.schedule.purge_letters",
        "schedule": crontab(hour=3, minute=20),
    },
    # Oftener than hourly: a letter that a stopped server or an error held up leaves soon after.
    "letters about plans": {
        "task": "plans.schedule.send_digests",
        "schedule": env.float("DIGEST_SWEEP", default=0) or crontab(minute="*/10"),
    },
    "draw of subjects": {
        "task": "assessments.schedule.draw_subjects",
        "schedule": crontab(hour=5, minute=40),
    },
    "numbers nobody has compared": {
        "task": "assessments.schedule.count_missed_results",
        "schedule": crontab(hour=2, minute=30),
    },
    "files that nobody confirmed": {
        "task": "assessments.schedule.remove_stale_drafts",
        "schedule": crontab(hour=3, minute=50),
    },
    "files of destroyed papers": {
        "task": "accounts.schedule.erase_destroyed",
        "schedule": crontab(hour=3, minute=50),
    },
    "due dates by today's calendars": {
        "task": "plans.schedule.refresh_due_dates",
        "schedule": crontab(hour=4, minute=10),
    },
}
# The hour, local time, of the letters of those who have not chosen their own.
DIGEST_HOUR = env.int("DIGEST_HOUR", default=8)
# A subject that is chosen at random is drawn so many days before the work.
DRAW_DAYS_BEFORE = env.int("DRAW_DAYS_BEFORE", default=7)
# What waits for whom, room by room: for «Сегодня» and for the morning letter.
WAITING_SOURCES = [
    "plans.reports.execution.waiting_for",
    "plans.reports.signing.waiting_for",
    "schools.reports.waiting_for",
    "assessments.reports.waiting.waiting_for",
    "assessments.reports.reconciliation.waiting_for",
    "observers.reports.waiting_for",
    "config.administration.waiting_for",
    "config.keeping.waiting_for",
]

# Look -------------------------------------------------------------------------------------------

CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_FAIL_SILENTLY = False
DJANGO_TABLES2_TEMPLATE = "_components/table.html"
IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = True
# Codes of the conflict rules of observers that this committee has switched off (proposals only).
OBSERVER_RULES_OFF = env.list("OBSERVER_RULES_OFF", default=[])
# Who acts when sessions are planned, moved, called off or restored: see assessments/followers.py.
SESSION_FOLLOWERS = [
    "plans.services.sessions.follow_sessions",
    "observers.services.sessions.follow_sessions",
]
# Whose acts «Сверка» asks for numbers that they lack: see assessments/followers.py.
UNCOUNTED_ACTS = "observers.reports.uncounted_acts"
# Which files are kept for a period and then destroyed by an act: see accounts/retention.py.
KEPT_KINDS = [
    "assessments.reports.kept.PROTOCOLS",
    "assessments.reports.kept.UPLOADS",
    "observers.reports.KEPT_ACT_SCANS",
    "plans.reports.kept.EVIDENCE",
]
# Who looks again when classes get other numbers of pupils: see schools/followers.py.
CLASS_FOLLOWERS = ["assessments.services.reconciliation.follow_classes"]
IMPORT_EXPORT_USE_TRANSACTIONS = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    # axes names accounts and addresses of people in its lines, post_office what a mail server
    # said of an address; why a letter did not go stands in the outbox itself.
    "loggers": {
        "axes": {"level": "ERROR"},
        "post_office": {"level": "CRITICAL", "handlers": ["console"], "propagate": False},
    },
}
