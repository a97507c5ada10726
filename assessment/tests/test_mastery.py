"""ASM-01: what marks mean for a lesson, to the last hundredth."""

from decimal import Decimal

import pytest

from assessment.mastery import competency_of, is_mastery, is_pass


def test_the_pass_mark_itself_is_a_pass():
    assert is_pass(Decimal("5"), Decimal("10"), Decimal("50"))
    assert not is_pass(Decimal("4.9999"), Decimal("10"), Decimal("50"))
    # A third of three is one, without a rest.
    assert is_pass(Decimal("1"), Decimal("3"), Decimal("33.33"))


def test_where_nothing_can_be_earned_taking_part_is_a_pass_and_says_nothing():
    assert is_pass(Decimal(0), Decimal(0), Decimal(50))
    assert competency_of(Decimal(0), Decimal(0)) == 0
    assert not is_mastery(Decimal(0), Decimal(0))


@pytest.mark.parametrize(
    ("points", "level"),
    [(0, 0), ("4.99", 0), (5, 2), (7, 3), ("8.49", 3), ("8.5", 4), ("9.5", 5), (10, 5)],
)
def test_better_marks_are_a_higher_competency(points, level):
    assert competency_of(Decimal(points), Decimal(10)) == level


def test_nine_tenths_are_mastery():
    assert is_mastery(Decimal(9), Decimal(10))
    assert not is_mastery(Decimal("8.99"), Decimal(10))
