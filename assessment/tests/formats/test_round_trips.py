"""What goes out comes back the same, whatever is in it (ASM-10)."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from assessment.formats.gift.reading import read_gift
from assessment.formats.item import (
    AcceptedNumber,
    Essay,
    Numeric,
    ShortAnswer,
    settled,
)
from assessment.formats.reading import read_questions
from assessment.formats.writing import FORMATS
from assessment.scoring import Grading
from assessment.tests.formats.strategies import bodies, items, several_items

WHOLE = ["moodle_xml", "qti_2_1", "qti_3_0"]


def back(name, *questions):
    content, _outcomes = FORMATS[name].write(questions)
    return [outcome.item for outcome in read_questions("file", content)]


@pytest.mark.parametrize("kind", bodies)
@pytest.mark.parametrize("name", WHOLE)
def test_a_question_comes_back_as_it_went_out(name, kind):
    @settings(max_examples=8, deadline=None)
    @given(items(bodies[kind]))
    def check(item):
        assert back(name, item) == [item]

    check()


@pytest.mark.parametrize("name", WHOLE)
@settings(max_examples=4, deadline=None)
@given(several_items)
def test_questions_of_one_file_do_not_mix(name, several):
    assert back(name, *several) == several


def as_gift_has_it(item):
    """What GIFT can say of a question: no points, no difficulty, no details."""
    body = item.body
    if isinstance(body, ShortAnswer):
        body = replace(body, case_sensitive=False)
    elif isinstance(body, Numeric):
        accepted = tuple(
            AcceptedNumber(each.value, each.width, False, each.credit, each.feedback)
            for each in body.accepted
        )
        body = Numeric(accepted)
    elif isinstance(body, Essay):
        body = Essay()
    elif hasattr(body, "grading"):
        body = replace(body, grading=Grading.PARTIAL)
    return settled(replace(item, points=1, difficulty="medium", body=body))


@pytest.mark.parametrize("kind", sorted(bodies.keys() - {"ordering"}))
def test_gift_keeps_what_it_has_a_word_for_and_says_what_is_lost(kind):
    @settings(max_examples=12, deadline=None)
    @given(items(bodies[kind]))
    def check(item):
        content, [sent] = FORMATS["gift"].write([item])
        if sent.item is None:
            return
        [read] = read_gift(content.decode())
        expected = as_gift_has_it(item)
        assert read.item == replace(expected, files=read.item.files)
        assert {file.data for file in read.item.files} <= {
            file.data for file in item.files
        }
        assert bool(sent.reasons) == (expected != item)

    check()
