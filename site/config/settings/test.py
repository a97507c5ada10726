import atexit
import os
import shutil
from pathlib import Path
from tempfile import mkdtemp

# Tests that run side by side must not clear one another's cache: each worker has a Redis
# database of its own, as it has a database of its own.
if worker := os.environ.get("PYTEST_XDIST_WORKER", "").removeprefix("gw"):
    redis, _, number = os.environ.get("REDIS_URL", "").rpartition("/")
    if number.isdigit():
        os.environ["REDIS_URL"] = f"{redis}/{int(number) + 1 + int(worker)}"

from config.settings.base import *

SECRET_KEY = "test-only"
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
SMS_BACKEND = "crm.sms.MemoryBackend"

_SCRATCH = Path(mkdtemp(prefix="jeevi-test-"))
atexit.register(shutil.rmtree, _SCRATCH, ignore_errors=True)
CACHES["renditions"] = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
MEDIA_ROOT = _SCRATCH / "media"
STATIC_ROOT = _SCRATCH  # WhiteNoise warns where there is none
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True  # what browser tests load
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, where SQLite's own `:memory:` would give threads one connection to fight over:
    # browser tests and races need one for each, as the real site has.
    DATABASES["default"]["TEST"] = {"NAME": str(_SCRATCH / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
    )
elif DATABASES["default"]["ENGINE"].endswith("postgresql"):
    # Nothing here outlives the run, and compiling a query costs more than a small table.
    DATABASES["default"]["OPTIONS"] = {
        **DATABASES["default"].get("OPTIONS", {}),
        "options": "-c synchronous_commit=off -c jit=off",
    }
