"""What an attempt asks: the questions of a quiz, with those that its pools draw."""

from dataclasses import dataclass
from decimal import Decimal

from assessment.drawing import drawn, shuffled
from assessment.models import Question, Quiz
from assessment.quiz_items import items_of, tagged_questions


@dataclass(frozen=True)
class Asked:
    """A question that an attempt asks, on its live revision, for so many points."""

    question_id: int
    revision_id: int
    points: Decimal


def compose(quiz: Quiz, seed: int) -> list[Asked]:
    """Return the questions of one attempt in their order. Two queries, however many they are.

    Only published questions are asked; none is asked twice, so that a pool leaves out what stands
    in the quiz by itself or was drawn before.
    """
    tagged = tagged_questions([quiz])
    items = [
        item.among(tagged.get((quiz.course_id, item.tag), ()))
        for item in items_of(quiz)
    ]
    wanted = {pk for item in items for pk in item.named}
    live = {
        pk: (revision, points)
        for pk, revision, points in Question.objects.live()
        .filter(pk__in=wanted, course=quiz.course_id, live_revision__isnull=False)
        .values_list("pk", "live_revision_id", "points")
    }
    # What is asked for certain isn't drawn as well.
    certain = {item.named[0] for item in items if item.is_certain}
    asked: dict[int, Asked] = {}
    for item in items:
        open_to_draw = [
            pk
            for pk in item.named
            if pk in live and pk not in asked and (item.is_certain or pk not in certain)
        ]
        for pk in drawn(open_to_draw, item.count, seed=seed, name=item.id):
            revision, points = live[pk]
            worth = points if item.points is None else item.points
            asked[pk] = Asked(pk, revision, worth)
    order = list(asked.values())
    if quiz.shuffle_questions:
        return shuffled(order, seed=seed, name="questions")
    return order
