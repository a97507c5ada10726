"""What marks say about how well a student commands a lesson. A teacher's word stands above them."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from learning.access import course_of
from learning.models import Enrolment, LessonPage, LessonProgress
from learning.requirements import missing_requirements
from learning.services.study import announce_completion

Status = LessonProgress.Status


@transaction.atomic
def credit_lesson(
    *,
    student: User,
    lesson: LessonPage,
    competency: int = 0,
    completes: bool = False,
    masters: bool = False,
) -> LessonProgress | None:
    """Raise what is known of `student` in `lesson` by a mark; None for those who don't study the course.

    Nothing is lowered, and what a teacher said is left alone. `completes` marks the lesson as done
    if nothing that it requires is missing; `masters` makes a lesson that is done a mastered one.
    Where the student reads on isn't changed: the mark may have been given by somebody else.
    """
    course = course_of(lesson)
    if course is None or not lesson.live:
        return None
    if not Enrolment.objects.studying().filter(student=student, course=course).exists():
        return None
    progress, _created = LessonProgress.objects.select_for_update().get_or_create(
        student=student,
        lesson_key=lesson.translation_key,
        defaults={"lesson_title": lesson.title, "course": course},
    )
    if progress.assessed_by_id is None:
        progress.competency = max(progress.competency, competency)
    was_done = progress.is_done
    if completes and not was_done and not missing_requirements(student, lesson):
        progress.status = Status.COMPLETED
        progress.completed_at = timezone.now()
        progress.revision_id = lesson.live_revision_id
        progress.changed_by = student
    if masters and progress.assessed_by_id is None:
        _master(progress)
    progress.save()
    if progress.is_done and not was_done:
        announce_completion(student=student, lesson=lesson, course=course)
    return progress


def _master(progress: LessonProgress) -> None:
    if progress.status == Status.COMPLETED:
        progress.status = Status.MASTERED
    elif progress.status == Status.NEEDS_REVIEW:
        # It asks to be read again all the same.
        progress.status_before_review = Status.MASTERED
