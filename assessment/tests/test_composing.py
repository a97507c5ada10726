"""ASM-01, ASM-03: what an attempt asks: each question once, as many of a pool as it says, the same for one seed."""

import pytest

from assessment.composing import compose
from assessment.keys import key_of
from assessment.tests.factories import make_question, make_quiz

pytestmark = pytest.mark.django_db


def asked(quiz, seed=1):
    return [each.question_id for each in compose(quiz, seed)]


@pytest.fixture
def bank(course):
    return [make_question(course) for _ in range(8)]


def test_one_seed_asks_the_same_and_others_ask_otherwise(course, bank):
    quiz = make_quiz(course, pools=[{"count": 4, "questions": bank}])
    assert asked(quiz) == asked(quiz)
    assert len({tuple(asked(quiz, seed)) for seed in range(20)}) > 15


def test_a_question_that_stands_in_the_quiz_twice_is_asked_once(course, bank):
    quiz = make_quiz(course, [bank[0], bank[1], bank[0]])
    assert asked(quiz) == [bank[0].pk, bank[1].pk]


def test_no_pool_draws_what_is_asked_anyway_or_was_drawn(course, bank):
    quiz = make_quiz(
        course,
        bank[:1],
        pools=[{"count": 3, "questions": bank}, {"count": 4, "questions": bank}],
    )
    for seed in range(20):
        questions = asked(quiz, seed)
        assert len(questions) == len(set(questions)) == 8


def test_a_pool_asks_as_many_as_it_says_or_all_that_it_has(course, bank):
    quiz = make_quiz(course, pools=[{"count": 3, "questions": bank}])
    assert len(asked(quiz)) == 3
    for question in bank[2:]:
        question.unpublish()
    assert sorted(asked(quiz)) == [bank[0].pk, bank[1].pk]


def test_the_quiz_says_how_much_a_question_is_worth(course, bank):
    quiz = make_quiz(course, pools=[{"count": 2, "points": 3, "questions": bank}])
    assert [each.points for each in compose(quiz, 1)] == [3, 3]


def test_a_choice_that_adds_points_is_right_also_where_nobody_ticked_it(course):
    question = make_question(
        course,
        "multiple_choice",
        body={
            "choices": [
                {
                    "text": "<p>a</p>",
                    "is_right": False,
                    "credit": 100,
                    "feedback": "",
                },
                {
                    "text": "<p>b</p>",
                    "is_right": False,
                    "credit": None,
                    "feedback": "",
                },
            ]
        },
    )
    key = key_of(question.kind, question.body)
    assert (len(key.right), len(key.wrong)) == (1, 1)


def test_what_a_pair_goes_with_is_one_option_however_often_it_is_written(course):
    pairs = [
        {"prompt": "<p>Dog</p>", "match": "mammal"},
        {"prompt": "<p>Cat</p>", "match": "mammal"},
        {"prompt": "<p>Trout</p>", "match": "fish"},
    ]
    question = make_question(
        course, "matching", body={"pairs": pairs, "distractors": ["fish", "bird"]}
    )
    key = key_of(question.kind, question.body)
    dog, cat, trout = key.pairs.values()
    assert dog == cat != trout
