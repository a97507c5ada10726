"""Two teachers mark the same student at the same moment (ASM-06)."""

from decimal import Decimal

import pytest

from assessment.models import Grade
from assessment.services.marks import Mark, MarksRefused, give_marks
from assessment.tests.grades import make_item
from tests.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_of_two_marks_stands_and_the_other_teacher_is_told(
    course, student, teacher, other_teacher
):
    item = make_item(course)

    def mark(by, points):
        marks = [Mark(student, Decimal(points))]
        return lambda: give_marks(item=item, marks=marks, by=by)

    results = at_once(mark(teacher, 4), mark(other_teacher, 9))

    told = [each for each in results if isinstance(each, MarksRefused)]
    assert len(told) == 1
    assert str(Grade.objects.get().by) in told[0].sentence
