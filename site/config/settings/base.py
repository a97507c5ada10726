"""Settings that every environment shares. What differs comes from environment variables.

With none of them set, everything runs inside one process on files below `var/`:
SQLite, the in-memory channel layer and cache, Celery tasks at once. `DATABASE_URL`
and `REDIS_URL` switch to PostgreSQL and Redis.
"""

from pathlib import Path
from typing import Any

import django_stubs_ext
import environ
from csp.constants import NONE, SELF, UNSAFE_INLINE

from common.embeds import FRAME_HOSTS
from config.schedule import SCHEDULE
from search.engines import engine_of

django_stubs_ext.monkeypatch()  # lets `ModelForm[User]` be written where it runs too

BASE_DIR = Path(__file__).resolve().parents[3]
env = environ.Env()

DEBUG = False

# --- What the site is made of -------------------------------------------------------

INSTALLED_APPS = [
    "daphne",
    "home",
    "search",
    "crm",
    "assessment",
    "learning",
    "catalog",
    "accounts",
    "common",
    "wagtail_modeladmin",
    "wagtail.contrib.settings",
    "wagtail.contrib.search_promotions",
    "wagtail.contrib.typed_table_block",
    "wagtail.contrib.redirects",
    "wagtail.contrib.sitemaps",
    "wagtail.embeds",
    "wagtail.sites",
    "accounts.apps.UsersAppConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.api.v2",
    "wagtail",
    "modelcluster",
    "taggit",
    "rest_framework",
    "channels",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.humanize",
    "django.forms",
    "whitenoise.runserver_nostatic",
    "config.static.CollectedStaticFiles",
]

MIDDLEWARE = [
    "home.page_cache.PageCacheMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "config.middleware.SessionActivityMiddleware",
    "config.middleware.PersonalPagesMiddleware",
    "catalog.tree.TreeMiddleware",
    "accounts.middleware.TimeZoneMiddleware",
    "config.middleware.ContentSecurityPolicyMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "config.urls"
ASGI_APPLICATION = "config.asgi.application"
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
                "wagtail.contrib.settings.context_processors.settings",
            ]
        },
    }
]

FORM_RENDERER = "common.forms.SiteRenderer"

# --- Where things are kept ----------------------------------------------------------

VAR_DIR = Path(env.str("JEEVI_VAR", default=str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)  # SQLite makes its file, not the folder

DATABASES: dict[str, dict[str, Any]] = {
    "default": env.db_url(
        "DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'jeevi.sqlite3'}"
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE takes the write lock when a transaction starts, so that two of them queue
    # instead of failing half-way; WAL lets readers go on meanwhile.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL: str = env.str("REDIS_URL", default="")
if REDIS_URL:
    CACHES: dict[str, dict[str, Any]] = {
        "default": {
            "BACKEND": "config.caches.RedisCache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": "jeevi",
        },
        "pages": {
            "BACKEND": "config.caches.RedisCache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": "jeevi-pages",
        },
    }
    CHANNEL_LAYERS: dict[str, dict[str, Any]] = {
        "default": {
            "BACKEND": "channels_redis.core.RedisChannelLayer",
            "CONFIG": {
                # Sockets wait for news with reads of five seconds, which is also when redis-py
                # gives up by itself: each quiet socket would be closed.
                "hosts": [{"address": REDIS_URL, "socket_timeout": 15}],
                "prefix": "jeevi",
            },
        }
    }
    CELERY_BROKER_URL = REDIS_URL
    SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
else:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            # Django's 300 are soon used up, and with the oldest go the counts of wrong passwords.
            "OPTIONS": {"MAX_ENTRIES": 50_000},
        },
        "pages": {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "LOCATION": "pages",
            "OPTIONS": {"MAX_ENTRIES": 500},
        },
    }
    CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
    CELERY_BROKER_URL = "memory://localhost/"
    CELERY_TASK_ALWAYS_EAGER = True
# Wagtail asks this cache for every picture on a page and writes to it each time, so that one of
# this process is much cheaper than a shared one; its keys carry a hash of the picture.
CACHES["renditions"] = {
    "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
    "LOCATION": "renditions",
    "OPTIONS": {"MAX_ENTRIES": 5000},
}
# How long visitors who aren't logged in may get a published page from the cache. Whatever changes
# a page clears it at once; this bounds what isn't part of a page, such as how many have enrolled.
# Several processes need a cache that they share (REDIS_URL). 0 switches it off.
PAGE_CACHE_SECONDS: int = env.int("PAGE_CACHE_SECONDS", default=300)
# How long a process remembers what the page tree says to everybody, if nobody tells of a change.
# Processes that share no cache can't tell one another.
TREE_SECONDS = 600 if REDIS_URL else 60
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = SCHEDULE
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "celerybeat-schedule")

# Wagtail's own jobs (reference index, search index, file clean-up) run at once, on purpose:
# they are short, and a page must be findable when the editor sees "published".
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(VAR_DIR / "static")))
STATICFILES_DIRS = [
    BASE_DIR / "static",
    *(
        (f"vendor/{name}", BASE_DIR / "node_modules" / path)
        for name, path in {
            "bootstrap": "bootstrap/dist",
            "htmx": "htmx.org/dist",
            "echarts": "echarts/dist",
            "katex": "katex/dist",
            "hls": "hls.js/dist",
            "pdfjs": "pdfjs-dist/build",
            "pdfjs-fonts": "pdfjs-dist/standard_fonts",
            "prism": "prismjs",
            "fonts/literata": "@fontsource-variable/literata/files",
            "fonts/literata-italic": "@fontsource/literata/files",
            "fonts/figtree": "@fontsource-variable/figtree/files",
            "fonts/source-code-pro": "@fontsource-variable/source-code-pro/files",
        }.items()
    ),
]
# Files of courses are never under a public URL: `learning.files` checks, then sends.
MEDIA_ROOT = VAR_DIR / "media"
MEDIA_URL = "/media/"
# Behind nginx: the internal location that holds MEDIA_ROOT, such as "/protected/".
MEDIA_ACCEL_PREFIX: str = env.str("MEDIA_ACCEL_PREFIX", default="")

# --- Languages and time -------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.str("TIME_ZONE", default="UTC")

# --- Who may come in ----------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
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
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/dashboard/"

ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "accounts.forms.entrance.LoginForm",
    "change_password": "accounts.forms.credentials.ChangePasswordForm",
    "set_password": "accounts.forms.credentials.SetPasswordForm",
    "reset_password": "accounts.forms.credentials.ResetPasswordForm",
    "reset_password_from_key": "accounts.forms.credentials.ResetPasswordKeyForm",
    "add_email": "accounts.forms.credentials.AddEmailForm",
    "change_email": "accounts.forms.credentials.ChangeEmailForm",
    "confirm_email_verification_code": "accounts.forms.credentials.ConfirmCodeForm",
    "reauthenticate": "accounts.forms.credentials.ReauthenticateForm",
}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*", "password2*"]
ACCOUNT_USERNAME_MIN_LENGTH = 3
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
# A code, not a link: it works on the device that asks, and mail scanners can't use it up.
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = 5
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_CHANGE = True
# One address; the old one holds until the new one is verified.
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# Counted in the cache, so several processes need Redis to count together. What counts by
# address (`ip`) leaves room for a whole classroom behind one router.
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip",
    "login_failed": "30/m/ip,5/5m/key",
    "signup": "60/m/ip",
    "reset_password": "30/m/ip,5/m/key",
    "reset_password_from_key": "30/m/ip",
}
# How many proxies of ours stand in front: so many addresses at the end of X-Forwarded-For
# are believed. With 0 the header counts for nothing.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = env.str("SITE_NAME", default="Jeevi Academy")
MFA_TOTP_TOLERANCE = 1  # phones whose clock is half a minute off
USERSESSIONS_TRACK_ACTIVITY = True

# What prices of courses are in (ISO 4217). Taking money is not this site's business.
CURRENCY = env.str("CURRENCY", default="INR")

DEFAULT_FROM_EMAIL = env.str(
    "DEFAULT_FROM_EMAIL", default="Jeevi Academy <academy@localhost>"
)
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
# Where short messages go: the class of a provider, see crm/sms.py. This one prints them.
SMS_BACKEND = env.str("SMS_BACKEND", default="crm.sms.ConsoleBackend")

SESSION_COOKIE_HTTPONLY = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"

# --- What a page may load -----------------------------------------------------------

# Hosts that send media or pictures themselves, such as a bucket with signed addresses.
MEDIA_HOSTS = env.list("MEDIA_HOSTS", default=[])
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", *MEDIA_HOSTS],
        "media-src": [SELF, "blob:", *MEDIA_HOSTS],  # hls.js feeds a video from a blob
        "connect-src": [SELF, *MEDIA_HOSTS],
        "worker-src": [SELF, "blob:"],
        "frame-src": [SELF, *FRAME_HOSTS],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],  # the editor shows a preview in a frame
    }
}
# Wagtail's own screens write scripts and styles into the page.
ADMIN_CONTENT_SECURITY_POLICY_ADDS = {
    "script-src": [UNSAFE_INLINE],
    "style-src": [UNSAFE_INLINE],
    "img-src": ["blob:"],
}

# --- What is written down -----------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"},
        "json": {"()": "config.logs.JSONFormatter"},
    },
    "handlers": {
        "stdout": {
            "class": "logging.StreamHandler",
            "stream": "ext://sys.stdout",
            "formatter": env.str("LOG_FORMAT", default="plain"),
        }
    },
    "root": {"handlers": ["stdout"], "level": env.str("LOG_LEVEL", default="WARNING")},
    "loggers": {"django": {"handlers": [], "level": "NOTSET"}},
}

# --- Wagtail ------------------------------------------------------------------------

WAGTAIL_SITE_NAME = env.str("SITE_NAME", default="Jeevi Academy")
WAGTAILADMIN_BASE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000")
# Where `config.urls` tells visitors from people who are logged in and have no business there.
WAGTAILADMIN_LOGIN_URL = "/admin/login/"
WAGTAIL_FRONTEND_LOGIN_URL = "/accounts/login/"
# Passwords and addresses are changed on the account pages alone, which ask and verify.
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAILIMAGES_IMAGE_MODEL = "catalog.CourseImage"
WAGTAILDOCS_DOCUMENT_MODEL = "catalog.CourseDocument"
WAGTAILDOCS_SERVE_METHOD = "direct"  # one address for each file, one check
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp", "avif", "svg"]
# What readers get of a PNG, often a drawing of hundreds of kilobytes, is a third as heavy so.
WAGTAILIMAGES_FORMAT_CONVERSIONS = {"png": "webp"}
WAGTAILIMAGES_WEBP_QUALITY = 85
WAGTAILIMAGES_IMAGE_FORM_BASE = "catalog.upload_forms.CourseImageForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "catalog.upload_forms.CourseDocumentForm"
DOCUMENT_MAX_UPLOAD_SIZE = env.int(
    "DOCUMENT_MAX_UPLOAD_SIZE", default=200 * 1024 * 1024
)
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
# Empty: the site's own database. See docs/operations.md for the address of a search server.
WAGTAILSEARCH_BACKENDS = {"default": engine_of(env.str("SEARCH_URL", default=""))}
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAILADMIN_RICH_TEXT_EDITORS = {
    "default": {"WIDGET": "common.rich_text_area.RichTextArea"}
}
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
