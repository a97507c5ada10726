"""CRM-02: two entries of one person are told from two people who are alike."""

import pytest

from crm.matching import Person, Verdict, canonical_email, compare, keys_of
from crm.names import NameLikeness, compare_names

NUMBER = "+919812345678"


def somebody(name="Priya Sharma", number=NUMBER, email=""):
    return Person(name, number, number if number.startswith("+") else "", email)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Priya Sharma", "Pria Sharma"),
        ("Mohammed Rahman", "Muhamad Rahman"),
        ("Lakshmi Iyer", "Laxmi Iyer"),
        ("Hans Müller", "Mueller, Hans"),
        ("Anne Marie Dupont", "Annemarie Dupont"),
        ("प्रिया शर्मा", "Priya Sharma"),
        ("Дмитрий Иванов", "Ivanov Dmitry"),
        ("Omar Al-Fayed", "Umar Alfayed"),
    ],
)
def test_one_name_in_two_spellings_is_close(one, other):
    assert compare_names(one, other) is NameLikeness.CLOSE


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        ("Dr. Priya Sharma", "sharma  PRIYA", NameLikeness.SAME),
        ("P. Sharma", "Priya Sharma", NameLikeness.PART),
        ("Priya", "Priya Sharma", NameLikeness.PART),
        ("N. Das", "Nisha Das", NameLikeness.PART),
        ("Rahul Sharma", "Priya Sharma", NameLikeness.FAMILY),
        ("Rohan Mehta", "Rohit Mehta", NameLikeness.FAMILY),
        ("Arun Kumar", "Varun Kumar", NameLikeness.FAMILY),
        ("S. Sen", "Pradeep Sen", NameLikeness.FAMILY),
        ("Priya Verma", "Priya Sharma", NameLikeness.GIVEN),
        ("P. S.", "Priya Sharma", NameLikeness.DIFFERENT),
        ("", "Priya Sharma", NameLikeness.DIFFERENT),
    ],
)
def test_less_and_other_names_are_told_apart(one, other, likeness):
    assert compare_names(one, other) is likeness


@pytest.mark.parametrize(
    "phone",
    [
        "+919812345687",  # two digits the wrong way round
        "+91981234567",  # one is missing
        "+919812345778",  # one is wrong
        "+449812345678",  # another country
        "9812345678",  # not understood, but the same digits
        "091 98123 45678",
    ],
)
def test_a_slip_in_the_number_is_forgiven_where_the_name_is_the_same(phone):
    number = phone if phone.startswith("+") else ""

    match = compare(somebody(), Person("Priya Sharma", phone, number))

    assert match.verdict is Verdict.SAME


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Priya.Sharma@Gmail.com", "priyasharma+course@googlemail.com"),
        ("priya.sharma@gmail.com", "priya.sharma@gmial.com"),
        ("priya.sharma@gmail.com", "priya.sharmaa@gmail.com"),
    ],
)
def test_one_mailbox_written_in_two_ways_is_the_same_person(one, other):
    match = compare(somebody(number="", email=one), somebody(number="", email=other))

    assert match.verdict is Verdict.SAME


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("priya.sharma@yahoo.com", "priya_sharma@yahoo.com"),
        ("priya.sharma1@yahoo.com", "priya.sharma2@yahoo.com"),
        ("priya.sharma@gmail.com", "priya.sharma@ymail.com"),
        ("p.sharma@gmail.com", "b.sharma@gmail.com"),
    ],
)
def test_mailboxes_that_namesakes_have_are_two(one, other):
    match = compare(somebody(number="", email=one), somebody(number="", email=other))

    assert match.verdict is not Verdict.SAME


def test_brothers_and_sisters_with_one_phone_are_perhaps_the_same():
    match = compare(somebody(), somebody("Rahul Sharma"))

    assert match.verdict is Verdict.PERHAPS
    assert [reason.code for reason in match.reasons] == ["same_phone", "family_name"]


def test_a_sister_with_the_next_number_is_somebody_else():
    match = compare(somebody(), somebody("Ritu Sharma", "+919812345679"))

    assert match.verdict is Verdict.DIFFERENT


def test_a_namesake_with_another_number_is_somebody_else():
    assert compare(somebody(), somebody(number="+919988776655")).verdict is (
        Verdict.DIFFERENT
    )


def test_a_name_alone_is_no_more_than_a_hint():
    match = compare(somebody(number=""), somebody(email="priya@example.org"))

    assert match.verdict is Verdict.PERHAPS


def test_a_slip_in_the_first_letter_needs_number_and_address():
    one, other = (
        somebody(name, email="kiran@example.org") for name in ("Kiran Rao", "Liran Rao")
    )

    assert compare(one, other).verdict is Verdict.SAME
    assert compare(one, somebody("Liran Rao")).verdict is Verdict.PERHAPS


def test_dots_count_where_the_host_minds_them():
    assert canonical_email("P.Sharma+x@Example.org") == "p.sharma@example.org"


@pytest.mark.parametrize("broken", ["", "priya", "@example.org", "priya@"])
def test_what_is_no_address_has_no_key(broken):
    assert canonical_email(broken) == ""


@pytest.mark.parametrize("place", range(10))
def test_a_wrong_digit_leaves_half_of_the_number_to_be_found_by(place):
    digits = "9812345678"
    wrong = digits[:place] + "0" + digits[place + 1 :]

    right, slipped = (
        keys_of(somebody(number=f"+91{each}")) for each in (digits, wrong)
    )

    assert right.phone_head == slipped.phone_head or (
        right.phone_tail == slipped.phone_tail
    )
