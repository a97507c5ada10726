"""Starting and stopping to study a course; places and the waiting list."""

import hmac
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.mails import send_later
from accounts.models import User
from accounts.permissions import may_admit
from catalog.models import CoursePage, EnrolmentPolicy
from learning.exceptions import Refused
from learning.models import Enrolment, EnrolmentRequest
from learning.permissions import may_supervise
from learning.signals import enrolled, left

Status = Enrolment.Status
Source = Enrolment.Source
OPEN_REQUESTS = (EnrolmentRequest.Status.PENDING, EnrolmentRequest.Status.WAITING)


@transaction.atomic
def enrol(
    *,
    student: User,
    course: CoursePage,
    key: str = "",
    message: str = "",
    by: User | None = None,
) -> Enrolment | EnrolmentRequest:
    """Let `student` study `course`, or put the wish in line: for approval, or for a place.

    `by` is the teacher or staff member who enrols somebody else: policy, key and prerequisites
    don't bind them, capacity does. Asking twice gives the same row. Raises `Refused`.
    """
    course = lock_course(course)
    if by is not None:
        refuse_outsider(by=by, course=course)
    refuse_wrong_person(student=student, course=course)
    existing = Enrolment.objects.filter(student=student, course=course).first()
    if existing and existing.status != Status.DROPPED:
        return _again(existing)
    waiting = _waiting(student, course)
    if by is not None:
        return _place_or_line(student, course, Source.STAFF, waiting, message, by=by)
    if waiting:
        return waiting
    source = _source(student=student, course=course, key=key)
    if course.enrolment_policy == EnrolmentPolicy.APPROVAL:
        return _ask(student, course, EnrolmentRequest.Status.PENDING, message, source)
    return _place_or_line(student, course, source, None, message)


@transaction.atomic
def admit(
    *, student: User, course: CoursePage, by: User, writes: bool = True
) -> Enrolment | EnrolmentRequest:
    """Enrol a student whom a counselor advised, or put the wish in line.

    Whoever looks after the course enrols as `enrol` does. A counselor speaks for the academy: no
    key is asked for, and courses that staff alone fill are open. Approval, prerequisites and
    capacity bind them. With `writes=False` the caller tells the student.
    """
    course = lock_course(course)
    if not may_admit(by):
        raise Refused(
            "not_your_course", _("Only counselors and admins admit new students.")
        )
    refuse_wrong_person(student=student, course=course)
    existing = Enrolment.objects.filter(student=student, course=course).first()
    if existing and existing.status != Status.DROPPED:
        return _again(existing)
    waiting = _waiting(student, course)
    if not may_supervise(by, course):
        _refuse_unprepared(student=student, course=course)
        if course.enrolment_policy == EnrolmentPolicy.APPROVAL:
            return waiting or _ask(
                student,
                course,
                EnrolmentRequest.Status.PENDING,
                _("Advised by %(name)s.") % {"name": by},
                Source.APPROVAL,
            )
    return _place_or_line(
        student, course, Source.STAFF, waiting, by=by if writes else None
    )


def _waiting(student: User, course: CoursePage) -> EnrolmentRequest | None:
    return EnrolmentRequest.objects.filter(
        student=student, course=course, status__in=OPEN_REQUESTS
    ).first()


def _place_or_line(
    student: User,
    course: CoursePage,
    source: str,
    waiting: EnrolmentRequest | None,
    message: str = "",
    *,
    by: User | None = None,
) -> Enrolment | EnrolmentRequest:
    """Give the student a place, or a place in line; with `by` a letter says who enrolled them."""
    # Whoever waits comes before a newcomer; the student may be one of them.
    moved_up = {each.student_id: each for each in fill_places(course=course)}
    if student.pk in moved_up:
        return moved_up[student.pk]
    if not has_place(course):
        if waiting:
            return _put_in_line(waiting)
        return _ask(student, course, EnrolmentRequest.Status.WAITING, message, source)
    enrolment = take_place(student=student, course=course, source=source)
    if by is not None:
        _write_to(student, course, "learning/enrolled", by=str(by))
    return enrolment


def lock_course(course: CoursePage) -> CoursePage:
    """Read `course` anew and hold its row: places are given out one by one.

    The key stays free: whoever writes a row that only points to the course need not wait.
    """
    rows = CoursePage.objects.select_for_update(of=("self",), no_key=True)
    return rows.get(pk=course.pk)


def refuse_wrong_person(*, student: User, course: CoursePage) -> None:
    if not student.is_active:
        raise Refused("account_closed", _("This account is closed at the moment."))
    if course.is_taught_by(student):
        raise Refused(
            "own_course", _("You teach this course, so you can't enrol in it.")
        )
    if not student.is_student:
        raise Refused("not_a_student", _("Only students can enrol in courses."))


def refuse_outsider(*, by: User, course: CoursePage) -> None:
    if not may_supervise(by, course):
        raise Refused(
            "not_your_course",
            _("Only those who teach this course, and admins, look after its students."),
        )


def has_place(course: CoursePage) -> bool:
    return (
        course.capacity is None
        or course.enrolments.taking_places().count() < course.capacity
    )


def take_place(*, student: User, course: CoursePage, source: str) -> Enrolment:
    """Write the enrolment and close whatever the student had asked. The course must be locked."""
    now = timezone.now()
    enrolment, created = Enrolment.objects.get_or_create(
        student=student,
        course=course,
        defaults={"enrolled_at": now, "source": source, "status_changed_at": now},
    )
    if not created:
        # Somebody who comes back goes on where they stopped; who had completed stays so.
        enrolment.status = Status.COMPLETED if enrolment.completed_at else Status.ACTIVE
        enrolment.source = source
        enrolment.status_changed_at = now
        enrolment.save(update_fields=["status", "source", "status_changed_at"])
    EnrolmentRequest.objects.filter(
        student=student, course=course, status__in=OPEN_REQUESTS
    ).update(status=EnrolmentRequest.Status.ACCEPTED, decided_at=now)
    transaction.on_commit(
        lambda: enrolled.send(Enrolment, enrolment=enrolment), robust=True
    )
    return enrolment


def _again(enrolment: Enrolment) -> Enrolment:
    if enrolment.status == Status.PAUSED:
        raise Refused(
            "paused", _("Your enrolment is paused. Ask your teacher to resume it.")
        )
    return enrolment


def _refuse_unprepared(*, student: User, course: CoursePage) -> None:
    if not course.live:
        raise Refused("not_published", _("This course isn't open for enrolment now."))
    missing = missing_prerequisites(student=student, course=course)
    if missing:
        titles = ", ".join(f"“{title}”" for title in missing)
        raise Refused(
            "prerequisite", _("First complete %(courses)s.") % {"courses": titles}
        )


def _source(*, student: User, course: CoursePage, key: str) -> str:
    """Refuse whom policy or prerequisites keep out; return how the student came in."""
    _refuse_unprepared(student=student, course=course)
    match course.enrolment_policy:
        case EnrolmentPolicy.STAFF:
            raise Refused(
                "staff_only", _("Only the academy can enrol students in this course.")
            )
        case EnrolmentPolicy.KEY:
            right = course.enrolment_key.strip().encode()
            # Without a key, as after copying a course, nobody can know it.
            if not right or not hmac.compare_digest(key.strip().encode(), right):
                raise Refused(
                    "wrong_key",
                    _("This isn't the key of the course. Ask your teacher."),
                )
            return Source.KEY
        case EnrolmentPolicy.APPROVAL:
            return Source.APPROVAL
    return Source.SELF


def missing_prerequisites(*, student: User, course: CoursePage) -> list[str]:
    """Return the titles of the published courses that `student` has to complete first."""
    required = list(course.prerequisites.all())
    if not required:
        return []
    done = set(
        Enrolment.objects.filter(
            student=student, completed_at__isnull=False
        ).values_list("course_id", flat=True)
    )
    return [other.title for other in required if other.live and other.pk not in done]


def _ask(
    student: User, course: CoursePage, status: str, message: str, source: str
) -> EnrolmentRequest:
    return EnrolmentRequest.objects.create(
        student=student,
        course=course,
        status=status,
        source=source,
        message=message.strip()[:1000],
        created_at=timezone.now(),
    )


def _put_in_line(request: EnrolmentRequest) -> EnrolmentRequest:
    """Let somebody who asked for approval wait for a place, now that staff said yes."""
    request.status = EnrolmentRequest.Status.WAITING
    request.save(update_fields=["status"])
    return request


@transaction.atomic
def fill_places(*, course: CoursePage) -> list[Enrolment]:
    """Give free places to those who wait, first come first served, and tell them.

    Who could not enrol today (suspended, or no student any more) keeps the place in line.
    While the course is unpublished the line stands still.
    """
    course = lock_course(course)
    moved_up: list[Enrolment] = []
    if not course.live:
        return moved_up
    waiting = EnrolmentRequest.objects.filter(
        course=course, status=EnrolmentRequest.Status.WAITING
    ).select_related("student")
    for request in waiting.order_by("created_at", "pk"):
        try:
            refuse_wrong_person(student=request.student, course=course)
        except Refused:
            continue
        if not has_place(course):
            break
        moved_up.append(
            take_place(
                student=request.student, course=course, source=Source.WAITING_LIST
            )
        )
        _write_to(request.student, course, "learning/place_free")
    return moved_up


def _write_to(student: User, course: CoursePage, letter: str, **context: Any) -> None:
    send_later(
        letter, student, course_title=course.title, path=course.get_url(), **context
    )


def leave(*, student: User, course: CoursePage) -> Enrolment:
    """Let `student` leave `course`. Progress is kept; leaving twice is the same as once."""
    enrolment = Enrolment.objects.filter(student=student, course=course).first()
    if enrolment is None:
        raise Refused("not_enrolled", _("You aren't enrolled in this course."))
    return drop(enrolment=enrolment)


def drop(*, enrolment: Enrolment) -> Enrolment:
    return _set_status(enrolment, Status.DROPPED)


@transaction.atomic
def pause(*, enrolment: Enrolment) -> Enrolment:
    """Close the lessons for a while; the place is kept."""
    lock_course(enrolment.course)
    enrolment.refresh_from_db()
    if enrolment.status == Status.DROPPED:
        raise Refused("dropped", _("This student has left the course."))
    return _set_status(enrolment, Status.PAUSED)


@transaction.atomic
def resume(*, enrolment: Enrolment) -> Enrolment:
    """Open the lessons again, after a pause or after leaving. Needs a place only after leaving."""
    course = lock_course(enrolment.course)
    enrolment.refresh_from_db()
    if enrolment.status == Status.DROPPED:
        refuse_wrong_person(student=enrolment.student, course=course)
        if not has_place(course):
            raise Refused(
                "full", _("The course is full. Raise the number of places first.")
            )
        return take_place(student=enrolment.student, course=course, source=Source.STAFF)
    return _set_status(
        enrolment, Status.COMPLETED if enrolment.completed_at else Status.ACTIVE
    )


@transaction.atomic
def _set_status(enrolment: Enrolment, status: str) -> Enrolment:
    course = lock_course(enrolment.course)
    enrolment.refresh_from_db()
    if enrolment.status == status:
        return enrolment
    enrolment.status = status
    enrolment.status_changed_at = timezone.now()
    enrolment.save(update_fields=["status", "status_changed_at"])
    if status == Status.DROPPED:
        transaction.on_commit(
            lambda: left.send(Enrolment, enrolment=enrolment), robust=True
        )
        fill_places(course=course)
    return enrolment


def change_enrolment(
    *,
    enrolment: Enrolment,
    teacher: User | None,
    expected_completion_on: date | None,
    notes: str,
) -> Enrolment:
    """Write what the teachers keep about a student in a course."""
    if teacher is not None and not enrolment.course.is_taught_by(teacher):
        raise Refused("not_a_teacher", _("Choose one of the teachers of this course."))
    changes: dict[str, Any] = {
        "teacher": teacher,
        "expected_completion_on": expected_completion_on,
        "notes": notes.strip(),
    }
    for name, value in changes.items():
        setattr(enrolment, name, value)
    enrolment.save(update_fields=list(changes))
    return enrolment
