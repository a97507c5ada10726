"""ASM-03: what holds for whatever is asked and answered (hypothesis): bounds, order, sums, never an error."""

from dataclasses import replace
from fractions import Fraction
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.drawing import drawn, shuffled
from assessment.scoring import (
    PLACES,
    AcceptedNumber,
    AcceptedText,
    Assessed,
    Counting,
    EssayKey,
    Grading,
    Match,
    MatchingKey,
    MultipleChoiceKey,
    NumericKey,
    OrderingKey,
    ShortAnswerKey,
    SingleChoiceKey,
    TrueFalseKey,
    Unit,
    after_penalty,
    assess,
    award,
    counting_share,
)

quickly = settings(max_examples=60, deadline=None)

IDS = st.text("abcdefgh", min_size=1, max_size=2)
PERCENT = st.decimals(-100, 100, places=5)
POSITIVE = st.decimals(0, 100, places=5)
POINTS = st.decimals(0, 99999, places=2)
SHARES = st.fractions(0, 1, max_denominator=1000)
GRADING = st.sampled_from(Grading)
WORDS = st.text("aA éß*\\.'’", min_size=1, max_size=8)


@st.composite
def multiple_choice_keys(draw):
    ids = draw(st.lists(IDS, min_size=1, unique=True))
    right = frozenset(draw(st.lists(st.sampled_from(ids), min_size=1)))
    wrong = frozenset(ids) - right
    return MultipleChoiceKey(
        right,
        wrong,
        draw(st.dictionaries(st.sampled_from(ids), PERCENT)),
        draw(GRADING),
    )


ACCEPTED_TEXTS = st.builds(
    AcceptedText, IDS, WORDS, st.sampled_from([Match.EXACT, Match.WILDCARD]), POSITIVE
)
ACCEPTED_NUMBERS = st.builds(
    AcceptedNumber,
    IDS,
    st.decimals(-1000, 1000, places=3),
    st.decimals(0, 10, places=3),
    st.booleans(),
    POSITIVE,
)
KEYS = st.one_of(
    st.builds(SingleChoiceKey, st.dictionaries(IDS, PERCENT, min_size=1)),
    multiple_choice_keys(),
    st.builds(TrueFalseKey, st.booleans()),
    st.builds(
        ShortAnswerKey, st.lists(ACCEPTED_TEXTS, max_size=4).map(tuple), st.booleans()
    ),
    st.builds(
        NumericKey,
        st.lists(ACCEPTED_NUMBERS, max_size=3).map(tuple),
        st.dictionaries(IDS, st.decimals("0.001", 1000, places=3)),
        st.sampled_from(Unit),
    ),
    st.builds(MatchingKey, st.dictionaries(IDS, IDS), GRADING),
    st.builds(OrderingKey, st.lists(IDS, unique=True).map(tuple), GRADING),
    st.just(EssayKey()),
)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6) | IDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(IDS, inner, max_size=3),
    max_leaves=6,
)
FIELDS = ("choice", "choices", "value", "text", "number", "unit", "pairs", "order")
RESPONSES = st.one_of(
    ANYTHING,
    st.dictionaries(st.sampled_from(FIELDS), ANYTHING, max_size=3),
    st.builds(lambda ids: {"choices": ids, "order": ids}, st.lists(IDS)),
    st.builds(lambda n: {"number": str(n)}, st.decimals(-1000, 1000, places=3)),
    st.builds(lambda word: {"text": word}, WORDS),
)


@quickly
@given(KEYS, RESPONSES, POINTS)
def test_whatever_is_answered_earns_from_nothing_to_full_marks(key, response, points):
    assessed = assess(key, response)
    assert isinstance(assessed, Assessed)
    if assessed.share is not None:
        assert 0 <= assessed.share <= 1
        assert 0 <= award(assessed.share, points) <= points


@quickly
@given(st.fractions(), POINTS)
def test_points_are_exact_to_four_places(share, points):
    earned = award(share, points)
    bounded = min(max(share, Fraction(0)), Fraction(1))
    assert 0 <= earned <= points
    assert abs(Fraction(earned) - bounded * Fraction(points)) <= Fraction(
        1, 2 * 10**PLACES
    )
    assert earned == round(earned, PLACES)


@quickly
@given(multiple_choice_keys(), st.data())
def test_the_order_of_ticks_is_irrelevant(key, data):
    chosen = data.draw(st.lists(st.sampled_from(sorted(key.right | key.wrong))))
    mixed = data.draw(st.permutations(chosen))
    assert assess(key, {"choices": chosen}) == assess(key, {"choices": mixed})


@quickly
@given(st.lists(ACCEPTED_TEXTS, max_size=5), WORDS, st.randoms())
def test_the_order_of_accepted_forms_is_irrelevant(forms, word, random):
    mixed = random.sample(forms, len(forms))
    key, other = ShortAnswerKey(tuple(forms)), ShortAnswerKey(tuple(mixed))
    assert assess(key, {"text": word}).share == assess(other, {"text": word}).share


@quickly
@given(st.dictionaries(IDS, IDS, min_size=1), GRADING, st.randoms())
def test_the_order_of_pairs_is_irrelevant(pairs, grading, random):
    mixed = dict(random.sample(sorted(pairs.items()), len(pairs)))
    given = {"pairs": mixed}
    assert assess(MatchingKey(pairs, grading), given) == assess(
        MatchingKey(mixed, grading), {"pairs": pairs}
    )


def plain(key):
    """The same key without percentages of its own."""
    return replace(key, credits={})


@quickly
@given(multiple_choice_keys())
def test_the_right_boxes_earn_all(key):
    assert assess(plain(key), {"choices": sorted(key.right)}).is_right


@quickly
@given(multiple_choice_keys())
def test_every_box_ticked_earns_nothing_unless_none_is_wrong(key):
    every = {"choices": sorted(key.right | key.wrong)}
    assert assess(plain(key), every).is_right == (not key.wrong)


@quickly
@given(multiple_choice_keys(), st.data())
def test_a_further_wrong_tick_never_earns_more(key, data):
    ids = sorted(key.right | key.wrong)
    chosen = set(data.draw(st.lists(st.sampled_from(ids))))
    for wrong in key.wrong:
        more = assess(plain(key), {"choices": sorted(chosen | {wrong})})
        assert more.share <= assess(plain(key), {"choices": sorted(chosen)}).share


@quickly
@given(st.sets(IDS, min_size=1), POINTS)
def test_the_parts_of_a_question_make_the_whole(right, points):
    key = MultipleChoiceKey(frozenset(right), frozenset())
    parts = [assess(key, {"choices": [choice]}).share for choice in right]
    assert sum(parts) == 1
    assert award(sum(parts), points) == points


@quickly
@given(st.lists(IDS, min_size=1, unique=True), GRADING)
def test_the_right_order_and_the_right_pairs_earn_all(ids, grading):
    pairs = dict(zip(ids, reversed(ids), strict=True))
    assert assess(OrderingKey(tuple(ids), grading), {"order": ids}).is_right
    assert assess(MatchingKey(pairs, grading), {"pairs": pairs}).is_right


@quickly
@given(
    st.lists(ACCEPTED_TEXTS, max_size=3),
    WORDS.filter(lambda word: word.strip()),
    st.booleans(),
)
def test_the_accepted_word_earns_all_beside_whatever_else(others, word, case_sensitive):
    key = ShortAnswerKey((*others, AcceptedText("right", word)), case_sensitive)
    assert assess(key, {"text": word}).is_right


@quickly
@given(st.text(max_size=20).filter(lambda text: text.strip()))
def test_a_star_for_a_star_is_the_same_as_word_for_word(text):
    form = AcceptedText("a", text.replace("\\", "").replace("*", r"\*"), Match.WILDCARD)
    word = AcceptedText("b", text.replace("\\", ""))
    for answer in ({"text": text}, {"text": text.replace("\\", "")}):
        assert (
            assess(ShortAnswerKey((form,)), answer).share
            == assess(ShortAnswerKey((word,)), answer).share
        )


@quickly
@given(
    st.decimals("0.0001", "99999", places=4),
    st.decimals(0, 100, places=2),
    st.booleans(),
    st.sampled_from(["{}", "{:,}", "{:e}", "  {} "]),
)
def test_a_number_is_right_in_every_spelling(value, tolerance, is_relative, spelling):
    key = NumericKey((AcceptedNumber("a", value, tolerance, is_relative),))
    written = spelling.format(value)
    assert assess(key, {"number": written}).is_right
    swapped = written.translate(str.maketrans(",.", ".,"))
    assert assess(key, {"number": swapped}).is_right


@quickly
@given(
    st.decimals(-1000, 1000, places=3),
    st.decimals(0, 10, places=3),
    st.decimals(-1000, 1000, places=3),
)
def test_a_number_is_right_within_its_tolerance_and_nowhere_else(value, near, given):
    key = NumericKey((AcceptedNumber("a", value, near),))
    is_near = abs(Fraction(given) - Fraction(value)) <= Fraction(near)
    readings = {Fraction(given), Fraction(given) * 1000}  # 1.234 may be a thousand
    expected = any(abs(each - Fraction(value)) <= Fraction(near) for each in readings)
    right = assess(key, {"number": f"{given:f}"}).is_right
    assert right in (is_near, expected)


@quickly
@given(st.lists(SHARES, min_size=1))
def test_what_counts_lies_between_the_worst_and_the_best_attempt(shares):
    for counting in Counting:
        assert min(shares) <= counting_share(shares, counting) <= max(shares)
    assert counting_share(shares, Counting.BEST) == max(shares)
    assert counting_share(shares, Counting.LAST) == shares[-1]


@quickly
@given(SHARES, st.integers(1, 6))
def test_the_same_result_again_changes_no_average(share, count):
    assert counting_share([share] * count, Counting.AVERAGE) == share


@quickly
@given(POINTS, st.integers(-5, 50), st.decimals(0, 100, places=2))
def test_a_day_later_never_earns_more(points, days, percent):
    now = after_penalty(points, days_late=days, percent_a_day=percent)
    later = after_penalty(points, days_late=days + 1, percent_a_day=percent)
    assert 0 <= later <= now <= points


# --- Drawing ------------------------------------------------------------------------

SEEDS = st.integers(0, 2**63 - 1)


@quickly
@given(st.lists(st.integers(), unique=True), st.integers(0, 12), SEEDS)
def test_one_seed_draws_the_same_and_nothing_twice(things, count, seed):
    first = drawn(things, count, seed=seed, name="pool")
    assert first == drawn(things, count, seed=seed, name="pool")
    assert len(first) == len(set(first)) == min(count, len(things))
    assert set(first) <= set(things)


@quickly
@given(st.lists(st.integers()), SEEDS)
def test_shuffling_loses_and_adds_nothing(things, seed):
    mixed = shuffled(things, seed=seed, name="choices")
    assert sorted(mixed) == sorted(things)
    assert mixed == shuffled(tuple(things), seed=seed, name="choices")


def test_other_seeds_and_other_names_draw_otherwise():
    bank = list(range(40))
    by_seed = {tuple(drawn(bank, 5, seed=seed, name="a")) for seed in range(50)}
    by_name = {tuple(drawn(bank, 5, seed=1, name=name)) for name in range(50)}
    assert len(by_seed) == len(by_name) == 50


def test_every_question_of_a_pool_has_its_turn():
    random, counts = Random(5), dict.fromkeys(range(10), 0)
    for _ in range(2000):
        for each in drawn(range(10), 3, seed=random.getrandbits(63), name="pool"):
            counts[each] += 1
    assert all(500 < count < 700 for count in counts.values())
