import pytest

from accounts.models import Role
from crm.tests.factories import make_inquiry
from tests.factories import make_user


@pytest.fixture
def other_counselor(db):
    """Has inquiries of their own, which `counselor` must not see."""
    return make_user("carl", Role.COUNSELOR)


@pytest.fixture
def inquiry(counselor):
    """Belongs to `counselor`."""
    return make_inquiry("Priya Sharma", counselor=counselor)


@pytest.fixture
def unassigned(db):
    return make_inquiry("Noor Ali")


@pytest.fixture
def foreign(other_counselor):
    """Belongs to `other_counselor`."""
    return make_inquiry("Jan Novak", counselor=other_counselor)
