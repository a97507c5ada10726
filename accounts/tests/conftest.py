"""What the tests about people share: an admin at work, and somebody to work on."""

import pytest

from tests.factories import make_user


@pytest.fixture
def desk(client, admin):
    """The browser of an admin."""
    client.force_login(admin)
    return client


@pytest.fixture
def person(db):
    return make_user("paula")


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)
