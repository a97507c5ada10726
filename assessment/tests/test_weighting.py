"""What grades come to: weights, drops and letters, exactly (ASM-06, ASM-07)."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.weighting import (
    Category,
    Entry,
    letter_of,
    percentage,
    result_of,
    share_of,
)

HOMEWORK, EXAMS = Category("homework", 30), Category("exams", 70)
SCALE = [("A", Decimal(90)), ("B", Decimal(80)), ("F", Decimal(0))]


def entries(*shares, category=None, weight=1):
    return [
        Entry(
            (category, n), None if s is None else Fraction(s), category, weight=weight
        )
        for n, s in enumerate(shares)
    ]


def test_without_categories_items_count_by_their_weight():
    listed = [Entry(1, Fraction(1), weight=3), Entry(2, Fraction(0), weight=1)]
    assert result_of([], listed).share == Fraction(3, 4)


def test_categories_count_by_their_weight_however_many_items_they_have():
    listed = entries(1, 1, 1, 1, category="homework") + entries(0, category="exams")
    result = result_of([HOMEWORK, EXAMS], listed)
    assert result.share == Fraction(30, 100)
    assert result.categories == {"homework": 1, "exams": 0}
    assert result.weights == {"homework": Fraction(3, 10), "exams": Fraction(7, 10)}


def test_a_category_in_which_nothing_counts_takes_no_part():
    listed = entries("1/2", category="homework") + entries(None, category="exams")
    result = result_of([HOMEWORK, EXAMS], listed)
    assert result.share == Fraction(1, 2)
    assert result.weights == {"homework": 1}


def test_items_without_a_category_weigh_as_much_as_the_others_on_average():
    listed = entries(1) + entries(0, category="homework") + entries(0, category="exams")
    assert result_of([HOMEWORK, EXAMS], listed).share == Fraction(1, 3)


def test_nothing_that_counts_has_no_result():
    result = result_of([HOMEWORK], entries(None, category="homework"))
    assert result.share is None
    assert result_of([], []).share is None
    assert result_of([], entries(1, weight=0)).share is None
    assert result_of([Category("extra", 0)], entries(1, category="extra")).share is None


def test_the_lowest_are_dropped_and_one_is_left():
    category = Category("homework", 1, drop_lowest=2)
    listed = entries("1/2", "1/4", 1, "3/4", category="homework")
    result = result_of([category], listed)
    assert result.dropped == {("homework", 0), ("homework", 1)}
    assert result.share == Fraction(7, 8)
    alone = result_of([category], entries("1/4", category="homework"))
    assert (alone.share, alone.dropped) == (Fraction(1, 4), frozenset())


def test_of_equals_the_heavier_is_dropped():
    listed = [
        Entry("light", Fraction(0), "c", 1),
        Entry("heavy", Fraction(0), "c", 5),
        Entry("good", Fraction(1), "c", 1),
    ]
    result = result_of([Category("c", 1, 1)], listed)
    assert result.dropped == {"heavy"}
    assert result.share == Fraction(1, 2)


def test_what_was_excused_is_not_dropped_in_place_of_what_was_bad():
    category = Category("homework", 1, drop_lowest=1)
    result = result_of([category], entries(None, 0, 1, category="homework"))
    assert result.share == 1


def test_marks_are_a_share_of_the_full_marks_then():
    assert share_of(Decimal(5), Decimal(10)) == share_of(Decimal(10), Decimal(20))
    assert share_of(Decimal(1), Decimal(3)) == Fraction(1, 3)
    assert share_of(Decimal(12), Decimal(10)) == 1
    assert share_of(Decimal(0), Decimal(0)) is None


@pytest.mark.parametrize(
    ("share", "percent", "letter"),
    [
        (1, "100.0", "A"),
        (Fraction(8995, 10000), "90.0", "A"),
        (Fraction(8994, 10000), "89.9", "B"),
        (Fraction(2, 3), "66.7", "F"),
        (0, "0.0", "F"),
    ],
)
def test_the_letter_is_that_of_the_percentage_as_it_is_shown(share, percent, letter):
    assert percentage(Fraction(share)) == Decimal(percent)
    assert letter_of(Decimal(percent), SCALE) == letter


# --- Whatever the course is like ----------------------------------------------------

shares = st.fractions(0, 1, max_denominator=40)
weights = st.integers(0, 5)
names = st.sampled_from(["a", "b", None])
categories = st.tuples(
    st.builds(Category, st.just("a"), weights, st.integers(0, 3)),
    st.builds(Category, st.just("b"), weights, st.integers(0, 3)),
).map(list)
courses = st.lists(
    st.tuples(st.none() | shares, names, weights), min_size=1, max_size=9
).map(lambda rows: [Entry(n, s, c, w) for n, (s, c, w) in enumerate(rows)])


@given(categories, courses)
def test_a_result_lies_between_nothing_and_everything(groups, listed):
    result = result_of(groups, listed)
    assert result.share is None or 0 <= result.share <= 1
    assert sum(result.weights.values()) in (0, 1)


@given(categories, courses, st.data())
def test_an_excused_item_might_as_well_not_be_there(groups, listed, data):
    gone = data.draw(st.sampled_from(listed))
    excused = [
        Entry(each.key, None, each.category, each.weight) if each is gone else each
        for each in listed
    ]
    without = [each for each in listed if each is not gone]
    assert result_of(groups, excused) == result_of(groups, without)


@given(categories, courses)
def test_dropping_never_lowers_a_result(groups, listed):
    kept = [Category(each.key, each.weight) for each in groups]
    with_all, result = result_of(kept, listed), result_of(groups, listed)
    assert (result.share is None) == (with_all.share is None)
    if result.share is not None:
        assert result.share >= with_all.share


@given(categories, courses, st.randoms())
def test_the_order_of_items_is_irrelevant(groups, listed, random):
    mixed = [*listed]
    random.shuffle(mixed)
    assert result_of(groups, mixed).share == result_of(groups, listed).share


@given(categories, courses, names)
def test_full_marks_more_never_lower_a_result(groups, listed, name):
    before = result_of(groups, listed).share
    after = result_of(groups, [*listed, Entry("new", Fraction(1), name, 1)]).share
    assert before is None or after >= before
