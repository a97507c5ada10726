"""ACC-06, CAT-07, CAT-08, LRN-02: every address of the site, asked by everybody.

`tests/access_table.py` says what each role gets. An address without a row fails the test, and so
does a row without an address.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import transaction
from django.test import Client
from django.urls import get_resolver

from tests.access_table import ROWS, Row
from tests.access_world import ROLES, build_world


def routes(resolver: Any = None, before: str = "") -> Iterator[str]:
    for pattern in (resolver or get_resolver()).url_patterns:
        route = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from routes(pattern, route)
        else:
            yield route


def outcome(answer: Any) -> str:
    """Return the letter that stands for an answer in the table."""
    match answer.status_code:
        case 200:
            return "y"
        case 301 | 302:
            address = answer.headers["Location"]
            if address.startswith(("/accounts/login/", "/admin/login/")):
                return "l"
            if address == "/admin/" or address.startswith("/accounts/inactive/"):
                return "n"
            return "r"
        case 401:
            return "l"
        case 403:
            return "n"
        case 404:
            return "0"
        case 400 | 405:
            return "b"
        case other:
            return f"[{other}]"


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Any]]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield build_world()
        transaction.set_rollback(True)


def ask(world: dict[str, Any], row: Row) -> dict[str, str]:
    """Return what each role gets; what an answer changed is taken back."""
    address = row.address.format(**world["names"])
    letters = {}
    for role in ROLES:
        client = Client()
        if role in world["sessions"]:
            client.cookies[settings.SESSION_COOKIE_NAME] = world["sessions"][role]
        for cache in caches.all(initialized_only=True):
            cache.clear()
        with transaction.atomic():
            answer = getattr(client, row.method.lower())(address)
            letters[role] = outcome(answer)
            if answer.streaming:
                list(answer.streaming_content)
            transaction.set_rollback(True)
    return letters


def test_every_address_has_its_row():
    assert set(routes()) == {row.route for row in ROWS}


@pytest.mark.parametrize("row", ROWS, ids=str)
@pytest.mark.django_db
def test_everybody_gets_what_the_table_says(world, row):
    assert ask(world, row) == row.by_role()
