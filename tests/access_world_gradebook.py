"""What the addresses of the gradebook name."""

from typing import Any

from assessment.tests.factories import make_quiz
from assessment.tests.grades import give, make_item
from tests.factories import enrol, make_user


def gradebook_names(course: Any, other_course: Any, enrolled: Any) -> dict[str, Any]:
    item = make_item(course, "Oral exam")
    give(item, enrolled, 7)
    return {
        "grade_item": item.uuid,
        "other_item": make_item(other_course, "Rocks in hand").uuid,
        "exam": make_quiz(course, title="Final exam", sort="exam").uuid,
        "other_exam": make_quiz(other_course, title="Rocks").uuid,
        "other_enrolment": enrol(make_user("gina"), other_course).uuid,
    }
