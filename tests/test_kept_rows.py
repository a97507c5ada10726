"""What the cast's course is put back with; see `tests/kept_rows.py`."""

import pytest
from django.db import transaction

from accounts.models import Role
from catalog.models import CoursePage
from tests.factories import make_course, make_lesson, make_module, make_user
from tests.kept_rows import FIRST_NUMBER, all_rows, keep

pytestmark = pytest.mark.django_db


@pytest.fixture
def calls():
    return []


@pytest.fixture
def make(calls):
    teacher = make_user("someone", Role.TEACHER, pk=FIRST_NUMBER - 2)

    def make():
        calls.append("made")
        make_lesson(make_module(make_course(teacher, code="KEPT-1")), "Kept")

    return make


def test_what_is_put_back_is_what_was_made(make, calls):
    rows = []
    for _ in range(2):
        with transaction.atomic():
            keep("what is put back", make)
            rows.append(all_rows())
            transaction.set_rollback(True)

    assert rows[0] == rows[1]
    assert calls == ["made"]


def test_where_other_rows_stand_it_is_made_anew(make, calls):
    with transaction.atomic():
        keep("where other rows stand", make)
        transaction.set_rollback(True)
    make_course(make_user(role=Role.TEACHER), "Another")  # so the index has a child

    keep("where other rows stand", make)

    assert calls == ["made", "made"]
    assert CoursePage.objects.count() == 2
