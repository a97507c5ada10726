"""Whether somebody may see or take a quiz or an assignment, and why not. Built on `learning.access`.

Pages, sockets, API and lists ask here. The decision has a code for machines and a sentence for
people; `learning.access.Standing` says who somebody is in the course.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from accounts.models import User
from assessment.models import Accommodation, Assignment, Quiz
from catalog.models import CoursePage
from learning.access import Decision, Standing, decide, standing_of
from learning.models import DONE, Enrolment, LessonPage, LessonProgress

Assessed = Quiz | Assignment


@dataclass(frozen=True)
class Terms:
    """The dates that hold for one student: those of the quiz or assignment, or their own."""

    opens_at: datetime | None = None
    closes_at: datetime | None = None
    due_at: datetime | None = None
    late_until: datetime | None = None
    extra_minutes: int = 0
    extra_attempts: int = 0


def terms_of(thing: Assessed, accommodation: Accommodation | None) -> Terms:
    def either(name: str) -> datetime | None:
        return getattr(accommodation, name, None) or getattr(thing, name, None)

    return Terms(
        opens_at=either("opens_at"),
        closes_at=either("closes_at"),
        due_at=either("due_at"),
        late_until=either("late_until"),
        extra_minutes=accommodation.extra_minutes if accommodation else 0,
        extra_attempts=accommodation.extra_attempts if accommodation else 0,
    )


def accommodation_of(
    user: User | AnonymousUser, thing: Assessed
) -> Accommodation | None:
    if not user.is_authenticated:
        return None
    return thing.accommodations.filter(student=user).first()


def supervises(standing: Standing) -> bool:
    """Whether somebody looks after the students of the course: who teaches it, and admins."""
    return standing.is_staff or standing.teaches


def decide_assessment(
    user: User | AnonymousUser,
    thing: Assessed,
    at: datetime | None = None,
    *,
    standing: Standing | None = None,
) -> Decision:
    """Decide whether `user` may see `thing` and what they did in it.

    A draft is there for those who teach the course and admins alone. A quiz or assignment that stands
    in lessons is open to whoever may read one of them.
    """
    if not user.is_authenticated:
        return Decision(False, "log_in", _("Log in to see this."))
    if not user.is_active:
        return Decision(
            False, "account_closed", _("This account is closed at the moment.")
        )
    standing = standing or standing_of(user, thing.course)
    if standing.is_staff:
        return Decision(True, "staff", _("You belong to the staff of the academy."))
    if standing.teaches:
        return Decision(True, "teacher", _("You teach this course."))
    if not thing.live:
        return Decision(False, "not_published", _("This is not published."))
    if not standing.is_studying:
        return _decide_without_enrolment(standing)
    return _decide_by_lessons(user, thing, at or timezone.now(), standing)


def _decide_without_enrolment(standing: Standing) -> Decision:
    if standing.enrolment_status == Enrolment.Status.PAUSED:
        return Decision(
            False,
            "paused",
            _("Your enrolment is paused. Ask your teacher to resume it."),
        )
    return Decision(False, "enrol", _("Enrol in this course first."))


def _decide_by_lessons(
    user: User, thing: Assessed, at: datetime, standing: Standing
) -> Decision:
    lessons = list(
        LessonPage.objects.live()
        .filter(placements__in=thing.placements.all())
        .distinct()
    )
    refusals = []
    for lesson in lessons:
        decision = decide(user, lesson, at, standing=standing)
        if decision:
            break
        refusals.append(decision)
    else:
        if refusals:
            return refusals[0]
    return Decision(True, "enrolled", _("You are enrolled in this course."))


def decide_working(
    user: User,
    thing: Assessed,
    terms: Terms,
    at: datetime | None = None,
    *,
    standing: Standing | None = None,
) -> Decision:
    """Decide whether `user` may start `thing` or hand it in now: what `decide_assessment` says, and dates.

    How many attempts are left is for `assessment.services` to say.
    """
    at = at or timezone.now()
    standing = standing or standing_of(user, thing.course)
    decision = decide_assessment(user, thing, at, standing=standing)
    if not decision:
        return decision
    if not standing.is_studying:
        return Decision(
            False,
            "not_enrolled",
            _("Only students of the course do this. You can preview it."),
        )
    if terms.opens_at and at < terms.opens_at:
        return Decision(
            False,
            "opens_later",
            _("It opens on %(when)s.") % {"when": _when(terms.opens_at)},
        )
    if isinstance(thing, Quiz):
        if terms.closes_at and at >= terms.closes_at:
            return Decision(
                False,
                "closed",
                _("It closed on %(when)s.") % {"when": _when(terms.closes_at)},
            )
        refusal = _decide_by_lessons_done(user, thing)
    else:
        refusal = _decide_lateness(thing, terms, at)
    # Not `refusal or decision`: a refusal is false.
    return decision if refusal is None else refusal


def _decide_lateness(
    assignment: Assignment, terms: Terms, at: datetime
) -> Decision | None:
    last = terms.late_until
    if assignment.late_policy == Assignment.LatePolicy.REFUSE:
        last = terms.due_at
    if last and at > last:
        return Decision(
            False, "closed", _("It closed on %(when)s.") % {"when": _when(last)}
        )
    return None


def _decide_by_lessons_done(user: User, quiz: Quiz) -> Decision | None:
    """Refuse an exam until the lessons that it names are done."""
    lessons_named = quiz.opens_after.live().values_list("translation_key", "title")
    named = dict(lessons_named)
    if not named:
        return None
    done = LessonProgress.objects.filter(
        student=user, lesson_key__in=named, status__in=DONE
    )
    missing = named.keys() - set(done.values_list("lesson_key", flat=True))
    if not missing:
        return None
    lessons = ", ".join(f"“{title}”" for key, title in named.items() if key in missing)
    return Decision(
        False, "prerequisite", _("First complete %(lessons)s.") % {"lessons": lessons}
    )


def _when(moment: datetime) -> str:
    local = timezone.localtime(moment)
    return f"{formats.date_format(local, 'j F Y')}, {formats.time_format(local, 'H:i')}"


def assessed_courses(user: User) -> Any:
    """Return the courses of which `user` writes, grades and supervises what students do."""
    courses = CoursePage.objects.all()
    return courses if user.is_admin else courses.taught_by(user)
