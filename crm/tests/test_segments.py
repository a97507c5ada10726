"""CRM-04: what an SMS costs is counted as the networks count it (3GPP TS 23.038)."""

import pytest

from crm.segments import Encoding, segments

DEVANAGARI = "न"


@pytest.mark.parametrize(
    ("text", "parts", "left"),
    [
        ("", 1, 160),
        ("a" * 160, 1, 0),
        ("a" * 161, 2, 2 * 153 - 161),
        ("a" * 307, 3, 3 * 153 - 307),
        ("é\n£Ω" * 40, 1, 0),
        ("€" * 80, 1, 0),
        ("€" * 81, 2, 2 * 153 - 1 - 162),
        (DEVANAGARI * 70, 1, 0),
        (DEVANAGARI * 71, 2, 2 * 67 - 71),
        ("😀" * 35, 1, 0),
    ],
)
def test_a_text_takes_so_many_messages(text, parts, left):
    counted = segments(text)

    assert (counted.parts, counted.left) == (parts, left)


def test_no_pair_is_cut_in_two():
    # 152 places, then a sign that takes two: it begins the next part.
    counted = segments("a" * 152 + "€" + "a" * 10)

    assert (counted.parts, counted.left) == (2, 153 - 12)


@pytest.mark.parametrize(
    ("text", "encoding", "foreign"),
    [
        ("Fees: 1200 [EUR]", Encoding.GSM_7, ()),
        ("“Hello”", Encoding.UCS_2, ("“", "”")),
        ("ç", Encoding.UCS_2, ("ç",)),
    ],
)
def test_one_foreign_sign_makes_the_whole_text_dearer(text, encoding, foreign):
    counted = segments(text)

    assert (counted.encoding, counted.foreign) == (encoding, foreign)
