"""Reading lessons and having read them."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from catalog.models import CoursePage
from learning.access import course_of, decide
from learning.certificates import issue_certificate
from learning.changes import is_corrected_since
from learning.exceptions import Refused
from learning.models import DONE, Enrolment, LessonPage, LessonProgress
from learning.permissions import may_supervise
from learning.progress import course_progress
from learning.requirements import missing_requirements
from learning.services.enrolment import fill_places
from learning.signals import course_completed, lesson_completed

Status = LessonProgress.Status
# A pause longer than this starts a new session.
SESSION_GAP = timedelta(minutes=30)
# Looking at the same lesson again within this time is no news.
NOTED_EVERY = timedelta(minutes=1)
# What one report of a browser may add; it reports every half minute.
MOST_SECONDS_A_REPORT = 120
LONGEST_FILM = 100_000  # seconds


def open_lesson(
    *,
    student: User,
    lesson: LessonPage,
    course: CoursePage,
    enrolment: Enrolment | None = None,
    progress: LessonProgress | None = None,
) -> LessonProgress | None:
    """Note that `student` looks at `lesson`. Only the enrolled leave a trace; None for others.

    Pass `enrolment` and `progress` where they are read already: turning back to the same lesson
    a moment later then costs nothing.
    """
    if (
        enrolment is not None
        and progress is not None
        and enrolment.last_lesson_key == lesson.translation_key
        and progress.status != Status.NOT_STARTED
        and progress.last_studied_at is not None
        and timezone.now() - progress.last_studied_at < NOTED_EVERY
    ):
        return progress
    with transaction.atomic():
        return _note_opening(student, lesson, course, progress)


def _note_opening(
    student: User,
    lesson: LessonPage,
    course: CoursePage,
    progress: LessonProgress | None,
) -> LessonProgress | None:
    now = timezone.now()
    enrolled = Enrolment.objects.studying().filter(student=student, course=course)
    if not enrolled.update(last_lesson_key=lesson.translation_key, last_studied_at=now):
        return None
    if progress is None:
        progress, created = LessonProgress.objects.get_or_create(
            student=student,
            lesson_key=lesson.translation_key,
            defaults={
                "lesson_title": lesson.title,
                "course": course,
                "status": Status.IN_PROGRESS,
                "first_studied_at": now,
                "last_studied_at": now,
                "session_count": 1,
            },
        )
        if created:
            return progress
    changes: dict[str, Any] = {"last_studied_at": now}
    if progress.status == Status.NOT_STARTED:
        changes["status"] = Status.IN_PROGRESS
    if progress.first_studied_at is None:
        changes["first_studied_at"] = now
    if progress.last_studied_at is None or now - progress.last_studied_at > SESSION_GAP:
        changes["session_count"] = F("session_count") + 1
    if progress.lesson_title != lesson.title:
        changes["lesson_title"] = lesson.title
    if progress.course_id != course.pk:
        changes["course"] = course
    LessonProgress.objects.filter(pk=progress.pk).update(**changes)
    return progress


@transaction.atomic
def complete_lesson(
    *, student: User, lesson: LessonPage, read: int | None = None
) -> LessonProgress:
    """Mark `lesson` as done; a second time changes nothing.

    `read` is the revision that was on the screen (`learning.revisions`), the live one if None.
    Who read what has been corrected meanwhile is asked to read again. Raises `Refused` while
    something that the lesson requires is missing.
    """
    course = _course_to_study(student, lesson)
    rows = LessonProgress.objects.filter(
        student=student, lesson_key=lesson.translation_key
    )
    if not rows.filter(status__in=DONE).exists():
        _refuse_unmet(student, lesson)
    open_lesson(student=student, lesson=lesson, course=course)
    read = read or lesson.live_revision_id
    outdated = read is not None and is_corrected_since(lesson=lesson, revision=read)
    changed = rows.exclude(status__in=DONE).update(
        status=Status.NEEDS_REVIEW if outdated else Status.COMPLETED,
        status_before_review=Status.COMPLETED if outdated else "",
        completed_at=timezone.now(),
        revision=read,
        changed_by=student,
    )
    if changed:
        announce_completion(student=student, lesson=lesson, course=course)
    return rows.get()


def _refuse_unmet(student: User, lesson: LessonPage) -> None:
    if missing := missing_requirements(student, lesson):
        sentences = " ".join(requirement.sentence for requirement in missing)
        raise Refused("requirements_left", sentences)


def announce_completion(
    *, student: User, lesson: LessonPage, course: CoursePage
) -> None:
    """Tell of a lesson that is done now, and complete the course if it was the last."""
    transaction.on_commit(
        lambda: lesson_completed.send(
            LessonProgress,
            student=student,
            lesson_key=lesson.translation_key,
            course=course,
        ),
        robust=True,
    )
    complete_course_if_done(student=student, course=course)


@transaction.atomic
def reopen_lesson(*, student: User, lesson: LessonPage) -> LessonProgress:
    """Take back that `lesson` is done. A course that was completed stays completed."""
    _course_to_study(student, lesson)
    LessonProgress.objects.filter(
        student=student, lesson_key=lesson.translation_key, status__in=DONE
    ).update(
        status=Status.IN_PROGRESS,
        status_before_review="",
        completed_at=None,
        revision=None,
        changed_by=student,
    )
    progress = LessonProgress.objects.filter(
        student=student, lesson_key=lesson.translation_key
    ).first()
    if progress is None:
        raise Refused("not_started", _("You have not started this lesson yet."))
    return progress


@transaction.atomic
def acknowledge_change(
    *, student: User, lesson: LessonPage, read: int | None = None
) -> None:
    """Note that `student` has read what changed: the completion now stands on that revision."""
    _course_to_study(student, lesson)
    read = read or lesson.live_revision_id
    if read is not None and is_corrected_since(lesson=lesson, revision=read):
        raise Refused(
            "changed_again", _("The lesson was corrected once more. Please read on.")
        )
    rows = LessonProgress.objects.filter(
        student=student, lesson_key=lesson.translation_key, status__in=DONE
    )
    for progress in rows.select_for_update():
        progress.revision_id = read
        if progress.status == Status.NEEDS_REVIEW:
            progress.status = progress.status_before_review or Status.COMPLETED
            progress.status_before_review = ""
        progress.save(update_fields=["revision", "status", "status_before_review"])


@transaction.atomic
def record_study(
    *,
    student: User,
    lesson: LessonPage,
    seconds: int,
    positions: dict[str, float],
    place: str = "",
) -> LessonProgress:
    """Add time, and note where films stand and which block is being read.

    More time than has passed since the last report isn't believed, whatever browsers say: two
    open tabs count once.
    """
    course = _course_to_study(student, lesson)
    rows = LessonProgress.objects.filter(
        student=student, lesson_key=lesson.translation_key
    )
    if not rows.exists():
        open_lesson(student=student, lesson=lesson, course=course)
    progress = rows.select_for_update().get()
    now = timezone.now()
    passed = (now - progress.updated_at).total_seconds()
    believed = max(0, min(int(seconds), int(passed) + 1, MOST_SECONDS_A_REPORT))
    known = {block.id for block in lesson.body}
    kept = progress.positions | {
        block: round(float(at), 1)
        for block, at in positions.items()
        if block in known and 0 <= at < LONGEST_FILM
    }
    progress.positions = {block: at for block, at in kept.items() if block in known}
    if place in known:
        progress.place = place
    progress.seconds_spent += believed
    progress.last_studied_at = now
    progress.save(
        update_fields=[
            "positions",
            "place",
            "seconds_spent",
            "last_studied_at",
            "updated_at",
        ]
    )
    return progress


@transaction.atomic
def set_competency(
    *, student: User, lesson: LessonPage, competency: int, by: User, status: str = ""
) -> LessonProgress:
    """Write how well a student commands a lesson, 0 to 5, as a teacher says; no `status` leaves it."""
    course = course_of(lesson)
    if course is None or not may_supervise(by, course):
        raise Refused(
            "not_your_course",
            _("Only those who teach this course, and admins, assess its students."),
        )
    if not 0 <= competency <= 5:
        raise Refused("competency", _("Competency goes from 0 to 5."))
    if status and status not in Status.values:
        raise Refused("status", _("This status is unknown."))
    progress, _created = LessonProgress.objects.select_for_update().get_or_create(
        student=student,
        lesson_key=lesson.translation_key,
        defaults={"lesson_title": lesson.title, "course": course},
    )
    if competency != progress.competency:
        progress.competency = competency
        progress.assessed_by = by if competency else None
    progress.changed_by = by
    if status and status != progress.status:
        _change_status(progress, status, lesson)
    progress.save()
    if progress.is_done:
        complete_course_if_done(student=student, course=course)
    return progress


def _change_status(progress: LessonProgress, status: str, lesson: LessonPage) -> None:
    """Keep the completion's date and revision in step with a status that a teacher sets."""
    review = Status.NEEDS_REVIEW
    was_done = progress.status if progress.is_done else ""
    progress.status_before_review = was_done if status == review else ""
    progress.status = status
    if not progress.is_done:
        progress.completed_at = progress.revision = None
    elif progress.completed_at is None:
        progress.completed_at = timezone.now()
        progress.revision_id = lesson.live_revision_id


@transaction.atomic
def complete_course(*, student: User, course: CoursePage) -> Enrolment:
    """Complete a course of which every lesson is done, where editors took away what was missing."""
    enrolment = complete_course_if_done(student=student, course=course)
    enrolment = (
        enrolment
        or Enrolment.objects.filter(
            student=student, course=course, completed_at__isnull=False
        ).first()
    )
    if enrolment is None:
        raise Refused(
            "lessons_left", _("Some lessons of this course are not done yet.")
        )
    return enrolment


def complete_course_if_done(*, student: User, course: CoursePage) -> Enrolment | None:
    """Complete the enrolment once every live lesson is done; return it if that happened now.

    The place goes to whoever waits, once all of this is committed.
    """
    progress = course_progress(student, course)
    if not progress.total or progress.done < progress.total:
        return None
    now = timezone.now()
    completed = Enrolment.objects.filter(
        student=student,
        course=course,
        status=Enrolment.Status.ACTIVE,
        completed_at=None,
    ).update(status=Enrolment.Status.COMPLETED, completed_at=now, status_changed_at=now)
    if not completed:
        return None
    enrolment = Enrolment.objects.select_related("course", "student").get(
        student=student, course=course
    )
    issue_certificate(enrolment=enrolment)
    transaction.on_commit(
        lambda: course_completed.send(Enrolment, enrolment=enrolment), robust=True
    )
    # Not inside this transaction: it holds the enrolment, and who drops one holds the course.
    transaction.on_commit(lambda: fill_places(course=course), robust=True)
    return enrolment


def _course_to_study(student: User, lesson: LessonPage) -> CoursePage:
    course = course_of(lesson)
    if course is None:
        raise Refused("gone", _("This lesson isn't part of a course any more."))
    decision = decide(student, lesson)
    if not decision:
        raise Refused(decision.code, str(decision.sentence))
    if not Enrolment.objects.studying().filter(student=student, course=course).exists():
        raise Refused(
            "not_enrolled", _("Enrol in the course, then your progress is kept.")
        )
    return course
