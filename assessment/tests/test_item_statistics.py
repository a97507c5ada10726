"""ASM-09: what the answers of a class say about its questions, against figures worked out by hand."""

from fractions import Fraction
from math import isclose, sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.item_statistics import (
    FEWEST,
    Given,
    Hint,
    Sheet,
    Sign,
    best_and_weakest,
    correlation,
    cronbachs_alpha,
    distribution,
    hints,
    item_statistics,
    quiz_statistics,
)

ONE = Fraction(1)
# Ten students and the items A to D. Totals: 4, 3, 3, 3, 2, 2, 1, 1, 1, 0.
CLASS = [
    "ABCD", "ABC", "ABC", "ABD", "AB", "AC", "A", "B", "A", "",
]  # fmt: skip


def sheet(right, items="ABCD"):
    return Sheet(
        {item: Given(ONE if item in right else Fraction(0), ONE) for item in items}
    )


@pytest.fixture
def sheets():
    return [sheet(right) for right in CLASS]


def test_difficulty_is_the_mean_share(sheets):
    facilities = [item_statistics(item, sheets).facility for item in "ABCD"]
    assert facilities == [Fraction(n, 10) for n in (8, 6, 4, 2)]


def test_the_deviation_of_an_item(sheets):
    deviation = item_statistics("A", sheets).deviation
    assert isclose(deviation, sqrt(0.8 * 0.2 * 10 / 9))


def test_the_quiz_as_a_whole(sheets):
    whole = quiz_statistics(sheets)
    assert (whole.count, whole.mean) == (10, Fraction(1, 2))
    # Totals vary by 14/9 points squared, the items by 8/9 together.
    assert isclose(whole.deviation, sqrt(14 / 9) / 4)
    assert isclose(whole.alpha, 4 / 3 * (1 - 8 / 14))
    assert isclose(whole.standard_error, whole.deviation * sqrt(1 - 4 / 7))


def test_an_item_is_compared_with_the_rest_and_not_with_itself(sheets):
    # Of A: products 11, sums 8 and 12, squares 8 and 24.
    assert isclose(item_statistics("A", sheets).correlation, 14 / sqrt(16 * 96))


def test_who_is_equal_at_the_edge_of_a_group_shares_its_places(sheets):
    groups = best_and_weakest([each.share for each in sheets])
    two_thirds = Fraction(2, 3)
    assert groups.upper == [1, two_thirds, two_thirds, two_thirds, 0, 0, 0, 0, 0, 0]
    assert groups.lower == [0, 0, 0, 0, 0, 0, two_thirds, two_thirds, two_thirds, 1]


def test_the_best_less_the_weakest(sheets):
    assert item_statistics("A", sheets).index == 1 - Fraction(4, 9)
    assert item_statistics("C", sheets).index == Fraction(7, 9)


def chose(pick, points, *, rest=0, blank=False, seconds=10):
    return Sheet(
        {
            "X": Given(
                Fraction(points), ONE, blank, seconds, frozenset([pick] if pick else [])
            ),
            "rest": Given(Fraction(rest), Fraction(9)),
        }
    )


@pytest.fixture
def misled():
    """Who is good chooses the wrong b, who isn't the right a; c is chosen by nobody."""
    good = [chose("b", 0, rest=9)] * 5
    weak = [chose("a", 1, seconds=30)] * 4
    return [*good, *weak, chose("", 0, blank=True, seconds=90)]


def test_how_often_each_choice_was_made_by_whom(misled):
    a, b, c = item_statistics("X", misled, "abc").picks
    assert (a.count, b.count, c.count) == (4, 5, 0)
    assert (a.share, b.share) == (Fraction(2, 5), Fraction(1, 2))
    assert (b.of_upper, b.of_lower) == (1, 0)
    # Three places: the blank one, and two for four who are equal.
    assert a.of_lower == Fraction(2, 3)


def test_blank_answers_and_the_time_taken(misled):
    statistics = item_statistics("X", misled)
    assert statistics.blank_rate == Fraction(1, 10)
    assert statistics.median_seconds == 20


def test_a_wrong_key_gives_itself_away(misled):
    found = hints(item_statistics("X", misled, "abc"), frozenset("a"), "abc")
    assert Hint(Sign.BEST_FAIL) in found
    assert Hint(Sign.DRAWS_THE_BEST, "b") in found
    assert Hint(Sign.HARDLY_CHOSEN, "c") in found


def test_what_everybody_knows_or_nobody_is_told():
    knows = [chose("a", 1, rest=number) for number in range(10)]
    nobody = [chose("b", 0, rest=number, blank=number < 5) for number in range(10)]
    assert [each.sign for each in hints(item_statistics("X", knows))] == [Sign.EASY]
    assert [each.sign for each in hints(item_statistics("X", nobody))] == [
        Sign.HARD,
        Sign.OFTEN_BLANK,
    ]


def test_a_sound_item_has_no_hint(sheets):
    assert hints(item_statistics("B", sheets)) == []


def test_of_few_attempts_only_the_difficulty_is_told(sheets):
    few = sheets[: FEWEST - 1]
    statistics = item_statistics("A", few)
    assert statistics.facility == Fraction(8, 9)
    assert (statistics.index, statistics.correlation) == (None, None)
    assert not statistics.is_telling
    assert hints(statistics) == []
    assert cronbachs_alpha(few) is None


def test_nothing_is_made_up_where_nothing_can_be_said():
    assert item_statistics("A", []) is None
    assert quiz_statistics([]).mean is None
    alone = [sheet(right, "A") for right in CLASS]
    assert item_statistics("A", alone).correlation is None
    assert cronbachs_alpha(alone) is None
    same = [sheet("AB")] * 12
    assert item_statistics("A", same).correlation is None
    assert cronbachs_alpha(same) is None


def test_alpha_is_not_told_where_each_is_asked_something_else(sheets):
    assert cronbachs_alpha([*sheets, sheet("A", "ABCE")]) is None


def test_an_item_is_judged_by_those_who_were_asked_it(sheets):
    others = [sheet("", "BCD")] * 5
    assert item_statistics("A", [*sheets, *others]).count == 10


def test_the_distribution_has_the_best_in_its_last_part():
    shares = [Fraction(n, 20) for n in (0, 1, 2, 19, 20)]
    assert distribution(shares) == [2, 1, 0, 0, 0, 0, 0, 0, 0, 2]


SHARES = st.lists(st.fractions(0, 1, max_denominator=12), min_size=2, max_size=15)


@settings(max_examples=60, deadline=None)
@given(SHARES, st.randoms())
def test_the_order_of_attempts_is_irrelevant(shares, random):
    sheets = [
        Sheet({"A": Given(share, ONE), "B": Given(1 - share**2, Fraction(2))})
        for share in shares
    ]
    mixed = random.sample(sheets, len(sheets))
    assert item_statistics("A", sheets) == item_statistics("A", mixed)
    assert quiz_statistics(sheets) == quiz_statistics(mixed)


@settings(max_examples=60, deadline=None)
@given(SHARES)
def test_correlation_and_index_lie_between_minus_one_and_one(shares):
    correlated = correlation(shares, [share**2 for share in shares])
    assert correlated is None or -1 <= correlated <= 1
    groups = best_and_weakest(shares)
    assert sum(groups.upper) == sum(groups.lower) == max(1, round(len(shares) * 0.27))
    if len(set(shares)) > 1:
        assert isclose(correlation(shares, shares), 1)
        assert isclose(correlation(shares, [-share for share in shares]), -1)
