"""ASM-03: what an answer to each kind of question is worth, case by case."""

from decimal import Decimal
from fractions import Fraction

import pytest

from assessment.scoring import (
    AcceptedNumber,
    AcceptedText,
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
    is_blank,
)

HALF = Fraction(1, 2)
THIRD = Fraction(1, 3)


def share(key, **response):
    return assess(key, response).share


def text_key(*forms, match=Match.EXACT, **kwargs):
    accepted = tuple(
        AcceptedText(str(number), form, match) for number, form in enumerate(forms)
    )
    return ShortAnswerKey(accepted, **kwargs)


def number_key(value, tolerance="0", *, is_relative=False, **kwargs):
    accepted = AcceptedNumber("a", Decimal(value), Decimal(tolerance), is_relative)
    return NumericKey((accepted,), **kwargs)


# --- Choosing -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("credit", "expected"),
    [("100", 1), ("50", HALF), ("0", 0), ("-50", 0), ("33.33333", THIRD)],
)
def test_a_choice_earns_its_percentage_and_never_less_than_nothing(credit, expected):
    key = SingleChoiceKey({"a": Decimal(credit)})
    assert share(key, choice="a") == expected


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (["a", "b"], 1),
        (["a"], HALF),
        (["a", "c"], 0),
        (["a", "b", "c"], 0),
        (["c"], 0),
        (["a", "a"], HALF),
        (["a", "unknown"], HALF),
    ],
)
def test_right_boxes_add_and_wrong_ones_take_away(chosen, expected):
    key = MultipleChoiceKey(frozenset("ab"), frozenset("c"))
    assert share(key, choices=chosen) == expected


def test_with_many_wrong_boxes_one_of_them_takes_what_a_right_one_adds():
    key = MultipleChoiceKey(frozenset("abc"), frozenset("wxyz"))
    assert share(key, choices=["a", "b", "w"]) == THIRD


def test_ticking_every_box_earns_nothing_however_few_are_wrong():
    key = MultipleChoiceKey(frozenset("abc"), frozenset("w"))
    assert share(key, choices=list("abcw")) == 0


def test_right_boxes_without_a_percentage_share_what_the_others_leave():
    key = MultipleChoiceKey(frozenset("abc"), frozenset("w"), {"a": Decimal(20)})
    assert share(key, choices=["b"]) == Fraction(2, 5)
    assert share(key, choices=list("abc")) == 1


def test_three_boxes_of_33_percent_and_a_third_are_the_whole():
    credits = dict.fromkeys("abc", Decimal("33.33333"))
    key = MultipleChoiceKey(frozenset("abc"), frozenset(), credits)
    assert assess(key, {"choices": list("abc")}).is_right


def test_all_or_nothing_takes_exactly_the_right_boxes():
    key = MultipleChoiceKey(
        frozenset("ab"), frozenset("c"), grading=Grading.ALL_OR_NOTHING
    )
    assert [share(key, choices=list(each)) for each in ("ab", "a", "abc")] == [1, 0, 0]


def test_true_is_not_one():
    assert share(TrueFalseKey(True), value=True) == 1
    assert share(TrueFalseKey(True), value=1) == 0


# --- Writing ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "given"),
    [
        ("Saturn", "  sATURN "),
        ("the ringed  planet", "The\tringed planet"),
        ("Straße", "STRASSE"),
        ("caf\u00e9", "cafe\u0301"),
        ("it's", "It’s"),
        ("so-called", "so–called"),
        ('say "yes"', "say “yes”"),
        ("Saturn", "Sat\u00adurn\u200b"),
    ],
)
def test_a_word_is_the_same_on_every_keyboard(form, given):
    assert share(text_key(form), text=given) == 1


def test_capitals_matter_where_the_teacher_says_so():
    key = text_key("NaCl", case_sensitive=True)
    assert (share(key, text="NaCl"), share(key, text="nacl")) == (1, 0)


@pytest.mark.parametrize(
    ("form", "given", "fits"),
    [
        ("*", "anything", True),
        ("sat*", "Saturn", True),
        ("*urn", "Saturn", True),
        ("s*t*n", "saturn", True),
        ("a*a", "a", False),
        ("ab*ba", "aba", False),
        ("*ring*ring*", "ring", False),
        (r"2\*3", "2*3", True),
        (r"2\*3", "2 and 3", False),
        (r"a\*b*", "a*bc", True),
        ("1.5*", "1x5", False),
        ("[a]*", "a", False),
    ],
)
def test_a_star_stands_for_anything_and_nothing_else_does(form, given, fits):
    assert share(text_key(form, match=Match.WILDCARD), text=given) == fits


def test_many_stars_take_no_time():
    key = text_key("*a" * 200 + "*b", match=Match.WILDCARD)
    assert share(key, text="a" * 5000) == 0


@pytest.mark.parametrize(
    ("pattern", "given", "fits"),
    [
        ("colou?r", "Color", True),
        ("colou?r", "colors", False),
        ("a|b", "b", True),
        (r"\d{3} ?km", "384 km", True),
    ],
)
def test_an_expression_fits_the_whole_answer(pattern, given, fits):
    assert share(text_key(pattern, match=Match.PATTERN), text=given) == fits


@pytest.mark.parametrize("pattern", [r"(a|aa)+$|(a|a?)+b", "(", "(" * 3000])
def test_an_expression_that_cannot_be_tried_leaves_it_to_a_person(pattern):
    key = text_key(pattern, match=Match.PATTERN)
    assert share(key, text="a" * 200 + "!") is None


def test_a_slow_expression_costs_nobody_a_word_that_earns_as_much():
    slow = AcceptedText("slow", "(", Match.PATTERN)
    word = AcceptedText("word", "Saturn")
    assert assess(ShortAnswerKey((slow, word)), {"text": "Saturn"}).is_right


def test_a_slow_expression_that_may_earn_more_is_left_to_a_person():
    slow = AcceptedText("slow", "(", Match.PATTERN)
    rest = AcceptedText("rest", "*", Match.WILDCARD, Decimal(50))
    assert share(ShortAnswerKey((rest, slow)), text="Saturn") is None


def test_of_equal_forms_the_first_gives_the_feedback():
    red = AcceptedText("b", "mars", credit=Decimal(0))
    rest = AcceptedText("a", "*", Match.WILDCARD, Decimal(0))
    assert assess(ShortAnswerKey((red, rest)), {"text": "Mars"}).matched == ("b",)


@pytest.mark.parametrize(
    ("value", "given"),
    [
        ("3.5", "3,5"),
        ("1000", "1 000"),
        ("1000", "1\u202f000"),
        ("1000", "1’000"),
        ("1000", "1,000"),
        ("1000", "1.000"),
        ("1.234", "1,234"),
        ("1234.5", "1.234,5"),
        ("1234.5", "1,234.5"),
        ("1234567", "1.234.567"),
        ("1234567", "12,34,567"),
        ("-0.002", "−2e-3"),
        ("-5", "- 5"),
        ("2000", "2·10³"),
        ("0.002", "2 x 10^-3"),
        ("200000", "2*10**5"),
        ("0.5", ".5"),
        ("5", "5."),
        ("12", "１２"),
    ],
)
def test_a_number_is_read_as_people_write_it(value, given):
    assert share(number_key(value), number=given) == 1


@pytest.mark.parametrize(
    "given",
    ["", "12 13", "1_2", "1,2,3", "1.2.3", "nan", "Infinity", "0x10", "1e999999999"],
)
def test_what_is_no_number_earns_nothing(given):
    assert share(number_key("12"), number=given) == 0


def test_a_key_without_measure_hangs_nobody():
    assert share(number_key("1e999999999"), number="1") == 0


@pytest.mark.parametrize(
    ("value", "tolerance", "is_relative", "given", "fits"),
    [
        ("0.3", "0.1", False, "0.4", True),  # what floats get wrong
        ("0.3", "0.1", False, "0.2", True),
        ("0.3", "0.1", False, "0.4000000001", False),
        ("200", "0.01", True, "202", True),
        ("200", "0.01", True, "202.01", False),
        ("-200", "0.01", True, "-198", True),
        ("0", "0.01", True, "0.001", False),
    ],
)
def test_the_edge_of_the_tolerance_is_still_right(
    value, tolerance, is_relative, given, fits
):
    key = number_key(value, tolerance, is_relative=is_relative)
    assert share(key, number=given) == fits


UNITS = {"m/s²": Decimal(1), "cm/s²": Decimal("0.01"), "µm/s²": Decimal("0.000001")}


@pytest.mark.parametrize(
    ("rule", "number", "unit", "fits"),
    [
        (Unit.REQUIRED, "9.81", "m/s²", True),
        (Unit.REQUIRED, "981", "cm/s²", True),
        (Unit.REQUIRED, "9.81", "", False),
        (Unit.REQUIRED, "9,81 m/s2", "", True),
        (Unit.REQUIRED, "9810000\u03bcm/s²", "", True),
        (Unit.REQUIRED, "9.81", "km", False),
        (Unit.OPTIONAL, "9.81", "", True),
        (Unit.OPTIONAL, "981 cm/s²", "cm/s²", True),
        (Unit.OPTIONAL, "981 cm/s²", "m/s²", False),
        (Unit.NONE, "9.81", "km", True),
        (Unit.NONE, "9.81 m/s²", "", False),
    ],
)
def test_units(rule, number, unit, fits):
    key = number_key("9.81", units=UNITS, unit=rule)
    assert share(key, number=number, unit=unit) == fits


# --- Arranging ----------------------------------------------------------------------


def test_each_pair_counts():
    key = MatchingKey({"a": "1", "b": "2", "c": "1"})
    assert share(key, pairs={"a": "1", "b": "1", "c": "1"}) == Fraction(2, 3)


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("abc", 1),
        ("acb", THIRD),
        ("bca", THIRD),
        ("cba", 0),
        ("ab", 0),
        ("aabc", 0),
    ],
)
def test_what_follows_its_predecessor_is_in_order(order, expected):
    assert share(OrderingKey(tuple("abc")), order=list(order)) == expected


def test_all_or_nothing_holds_for_pairs_and_orders_too():
    whole = Grading.ALL_OR_NOTHING
    pairs = MatchingKey({"a": "1", "b": "2"}, whole)
    assert share(pairs, pairs={"a": "1", "b": "1"}) == 0
    assert share(OrderingKey(tuple("abc"), whole), order=list("acb")) == 0


def test_an_essay_is_for_a_person_unless_nothing_was_written():
    assert share(EssayKey(), text="Saturn floats.") is None
    assert share(EssayKey(), text=" \n ") == 0


@pytest.mark.parametrize(
    "response",
    [None, {}, {"text": " "}, {"choices": []}, {"pairs": {"a": ""}}, {"unit": "m"}],
)
def test_nothing_answered_is_blank(response):
    assert is_blank(response)


def test_false_is_an_answer():
    assert not is_blank({"value": False})


# --- Points -------------------------------------------------------------------------


def test_points_are_rounded_half_to_even_and_only_once():
    assert award(Fraction(1, 20000), Decimal(1)) == 0
    assert award(Fraction(3, 20000), Decimal(1)) == Decimal("0.0002")
    just_above = Fraction(1, 20000) + Fraction(1, 10**40)
    assert award(just_above, Decimal(1)) == Decimal("0.0001")


@pytest.mark.parametrize(
    ("counting", "expected"),
    [(Counting.BEST, 1), (Counting.LAST, 0), (Counting.AVERAGE, HALF)],
)
def test_which_attempt_counts(counting, expected):
    shares = [HALF, Fraction(1), Fraction(0)]
    assert counting_share(shares, counting) == expected


def test_nobody_has_a_result_without_an_attempt():
    assert counting_share([], Counting.AVERAGE) is None


@pytest.mark.parametrize(
    ("days", "expected"), [(-1, 80), (0, 80), (1, 72), (3, 56), (10, 0), (99, 0)]
)
def test_each_day_late_takes_its_part(days, expected):
    points = after_penalty(Decimal(80), days_late=days, percent_a_day=Decimal(10))
    assert points == expected
