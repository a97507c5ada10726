from unittest.mock import patch

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection


@pytest.mark.django_db
def test_a_healthy_site_says_so(client):
    answer = client.get("/health/")

    assert answer.status_code == 200
    assert answer.json() == {"database": "up", "cache": "up"}


@pytest.mark.django_db
def test_a_site_without_its_database_is_not_fit_to_answer(client):
    with patch.object(connection, "cursor", side_effect=OperationalError("gone")):
        answer = client.get("/health/")

    assert answer.status_code == 503
    assert answer.json() == {"database": "down", "cache": "up"}


@pytest.mark.django_db
def test_a_cache_that_forgets_is_down(client):
    with patch.object(type(cache), "get", return_value=None, create=True):
        answer = client.get("/health/")

    assert answer.json()["cache"] == "down"


@pytest.mark.django_db
def test_nobody_keeps_the_answer(client):
    assert "no-store" in client.get("/health/")["Cache-Control"]
