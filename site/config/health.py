"""Is this process fit to answer? Load balancers and containers ask."""

from uuid import uuid4

from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


def _ask_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _ask_cache() -> None:
    key = f"health-{uuid4()}"
    cache.set(key, key, timeout=10)
    if cache.get(key) != key:
        raise RuntimeError("The cache forgets.")
    cache.delete(key)


@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """Answer 200 when database and cache answer, 503 when one of them does not."""
    report = {}
    for name, ask in {"database": _ask_database, "cache": _ask_cache}.items():
        try:
            ask()
        except Exception:  # whatever its driver raises, the answer is "no"
            report[name] = "down"
        else:
            report[name] = "up"
    return JsonResponse(report, status=503 if "down" in report.values() else 200)
