"""What a public server needs. Every secret and address comes from the environment."""

from typing import Any

from config.settings.base import *

SECRET_KEY = env.str("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# --- The database ---------------------------------------------------------------------

# Opening SQLite's file anew, with its two PRAGMAs, costs more than most questions to it.
DATABASES["default"].setdefault("CONN_MAX_AGE", env.int("CONN_MAX_AGE", default=60))

# --- Files --------------------------------------------------------------------------

STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "config.static.HashedStaticFilesStorage"},
}
if bucket := env.str("S3_BUCKET", default=""):
    # Keys come from the environment, as boto3 reads them, or from the machine's role.
    STORAGES["default"] = {
        "BACKEND": "config.storage.PrivateBucketStorage",
        "OPTIONS": {
            "base_url": MEDIA_URL,
            "bucket_name": bucket,
            "region_name": env.str("S3_REGION", default="") or None,
            "endpoint_url": env.str("S3_ENDPOINT", default="") or None,
            "default_acl": "private",
            "querystring_auth": True,
            "querystring_expire": 300,
            "file_overwrite": False,
        },
    }

# --- Behind nginx -------------------------------------------------------------------

# How many proxies add to X-Forwarded-For on the way here; more would let clients lie about
# the address that the sign-in limits count.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=1)

# --- HTTPS --------------------------------------------------------------------------

SILENCED_SYSTEM_CHECKS = ["security.W019"]  # the editor shows previews in a frame
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^health/$"]  # asked from inside, without TLS
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31536000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = env.bool(
    "SECURE_HSTS_WHOLE_DOMAIN", default=True
)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env.bool("SECURE_COOKIES", default=True)
