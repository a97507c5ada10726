"""One student in one course, as their teacher sees them."""

from dataclasses import dataclass
from typing import Any

from catalog.models import CoursePage
from home.dashboards.charts import duration
from learning.models import Enrolment, LessonProgress
from learning.outline import LessonEntry, Outline
from learning.progress import course_progress


@dataclass(frozen=True, slots=True)
class LessonLine:
    """A lesson and what the student has done with it; `row` is None where nothing is known yet."""

    lesson: LessonEntry
    row: LessonProgress | None

    @property
    def status(self) -> str:
        return self.row.status if self.row else LessonProgress.Status.NOT_STARTED

    @property
    def status_label(self) -> str:
        return str(LessonProgress.Status(self.status).label)

    @property
    def minutes(self) -> int:
        return self.row.seconds_spent // 60 if self.row else 0

    @property
    def competency(self) -> int:
        return self.row.competency if self.row else 0


def person_in_course(
    course: CoursePage, outline: Outline, enrolment: Enrolment
) -> dict[str, Any]:
    """Queries don't grow with the number of lessons."""
    rows = {
        row.lesson_key: row
        for row in LessonProgress.objects.filter(
            student=enrolment.student, lesson_key__in=outline.keys
        ).select_related("changed_by")
    }
    minutes = sum(row.seconds_spent for row in rows.values()) // 60
    assessed = [row.competency for row in rows.values() if row.competency]
    return {
        "progress": course_progress(enrolment.student, course),
        "modules": [
            (
                module.title,
                [LessonLine(lesson, rows.get(lesson.key)) for lesson in module.lessons],
            )
            for module in outline.modules
        ],
        "time_spent": duration(minutes) if minutes else "",
        "competency": round(sum(assessed) / len(assessed), 1) if assessed else None,
        "assessed": len(assessed),
        "history": list(_history(enrolment)),
    }


def _history(enrolment: Enrolment) -> list[tuple[str, Any]]:
    moments = [
        (enrolment.get_source_display(), enrolment.enrolled_at),
        (enrolment.get_status_display(), enrolment.status_changed_at),
    ]
    return [(said, moment) for said, moment in moments if moment]
