"""An inquiry becomes a student: the account, the profile, the courses and the first call, or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.mails import send_later
from accounts.models import StudentProfile, User, validate_username
from accounts.roles import ensure_student_profile
from accounts.services import create_user
from accounts.usernames import free_name
from catalog.models import CoursePage
from common.exceptions import Refused
from crm import timeline
from crm.models import (
    ContactTime,
    Conversion,
    ConvertedCourse,
    CRMSettings,
    Inquiry,
    Medium,
    TimelineEntry,
)
from crm.services.assigning import assign
from crm.services.base import lock, refuse_closed, touch
from crm.services.follow_ups import Next, plan_though_closed
from crm.services.status import write_status
from crm.signals import converted
from crm.teachers import suggestions
from learning.models import Enrolment
from learning.services import admit, change_enrolment

WELCOME_AFTER = timedelta(days=7)
NAMES_TRIED = 5


@dataclass(frozen=True, slots=True)
class NewStudent:
    """What the account and the profile are made of; what is empty is taken from the inquiry."""

    email: str = ""
    first_name: str = ""
    last_name: str = ""
    username: str = ""
    admission_date: date | None = None
    guardian_name: str = ""
    guardian_email: str = ""
    guardian_phone: str = ""


@dataclass(slots=True)
class _Course:
    course: CoursePage
    is_waiting: bool = False


@dataclass(slots=True)
class _Outcome:
    new: list[_Course] = field(default_factory=list)

    def titles(self, *, waiting: bool) -> list[str]:
        return [each.course.title for each in self.new if each.is_waiting == waiting]


@transaction.atomic
def convert(
    *,
    inquiry: Inquiry,
    courses: Sequence[CoursePage],
    by: User,
    student: NewStudent | None = None,
    teachers: Mapping[int, User | None] | None = None,
) -> Conversion:
    """Make a student of who asked, wholly or not at all; the second time returns the first.

    An account with the address is linked and keeps what it says of itself. `teachers` maps the
    key of a course onto the teacher or nobody; for those that are not named the best is taken.
    A full course, or one that needs approval, puts the student in line.
    """
    current = lock(inquiry, by=by)
    if before := Conversion.objects.filter(inquiry=current).first():
        return before
    refuse_closed(current)
    if not courses:
        raise Refused("no_course", _("Choose at least one course."))
    if current.counselor_id is None and by.is_counselor:
        current = assign(inquiry=current, counselor=by, by=by)
    wanted = student or NewStudent()
    account, is_new = _account(current, wanted, by)
    _complete_profile(account, current, wanted, is_new)
    outcome = _enrol(account, courses, teachers or {}, current, by, is_new)
    conversion = Conversion.objects.create(
        inquiry=current,
        student=account,
        counselor=current.counselor,
        made_account=is_new,
        at=timezone.now(),
        by=by,
    )
    ConvertedCourse.objects.bulk_create(
        ConvertedCourse(
            conversion=conversion,
            course=each.course,
            price=each.course.price or 0,
            is_waiting=each.is_waiting,
        )
        for each in outcome.new
    )
    current.student = account
    current.save(update_fields=["student", "updated_at"])
    write_status(current, Inquiry.Status.ENROLLED, by=by)
    plan_though_closed(
        inquiry=current,
        next_=Next(
            at=first_call(current.contact_time),
            medium=Medium.CALL if current.phone else Medium.EMAIL,
            notes=_("How was the first week?"),
        ),
        by=by,
    )
    timeline.record(
        TimelineEntry.Kind.CONVERTED,
        inquiry=current,
        student=account,
        by=by,
        made_account=is_new,
        courses=outcome.titles(waiting=False),
        waiting=outcome.titles(waiting=True),
    )
    touch(current, what="converted")
    if is_new:
        send_later(
            "crm/welcome",
            account,
            by=str(by),
            courses=outcome.titles(waiting=False),
            waiting=outcome.titles(waiting=True),
        )
    transaction.on_commit(
        lambda: converted.send(Conversion, conversion=conversion), robust=True
    )
    inquiry.refresh_from_db()
    return conversion


def count_as_sold(enrolment: Enrolment) -> None:
    """Count the course of a conversion whose student has come to a place, or was approved."""
    ConvertedCourse.objects.filter(
        conversion__student=enrolment.student_id,
        course=enrolment.course_id,
        is_waiting=True,
    ).update(is_waiting=False)


def account_for(inquiry: Inquiry, email: str) -> User | None:
    """Return the account that a conversion would link: the one that signed up, or of the address."""
    if inquiry.student_id:
        return inquiry.student
    wanted = email.strip()
    return User.objects.filter(email__iexact=wanted).first() if wanted else None


def refuse_account(account: User) -> None:
    """Refuse to make a student of somebody who is none, or whose account is closed."""
    if not account.is_student:
        raise Refused(
            "not_a_student",
            _(
                "%(email)s belongs to %(name)s, who is no student here (%(role)s)."
                " Use another address."
            )
            % {
                "email": account.email,
                "name": account,
                "role": account.get_role_display(),
            },
        )
    if not account.is_active:
        raise Refused(
            "account_closed",
            _("The account of %(name)s is closed. An admin has to open it first.")
            % {"name": account},
        )


def names_of(inquiry: Inquiry) -> tuple[str, str]:
    """Return the first name and the rest, as somebody wrote the whole."""
    first, _space, last = inquiry.name.partition(" ")
    return first, last


def _account(inquiry: Inquiry, wanted: NewStudent, by: User) -> tuple[User, bool]:
    email = (wanted.email or inquiry.email).strip().lower()
    for _attempt in range(NAMES_TRIED):
        if account := account_for(inquiry, email):
            refuse_account(account)
            return account, False
        if not email:
            raise Refused(
                "no_email",
                _("An account needs an email address: the invitation goes there."),
            )
        try:
            with transaction.atomic():
                return _new_account(inquiry, wanted, email, by), True
        except IntegrityError:
            # Somebody took the address or the name at this moment: look again.
            continue
    raise Refused("busy", _("The account could not be made just now. Try once more."))


def _new_account(inquiry: Inquiry, wanted: NewStudent, email: str, by: User) -> User:
    first, last = names_of(inquiry)
    username = wanted.username.strip() or free_name(email)
    try:
        validate_username(username)
        return create_user(
            username=username,
            email=email,
            first_name=wanted.first_name.strip() or first,
            last_name=wanted.last_name.strip() if wanted.first_name.strip() else last,
            phone=inquiry.phone,
            by=by,
        )
    except ValidationError as error:
        raise Refused("account", " ".join(error.messages)) from error


def _complete_profile(
    account: User, inquiry: Inquiry, wanted: NewStudent, is_new: bool
) -> None:
    """Fill in what the profile does not say yet."""
    profile: StudentProfile = ensure_student_profile(account)
    if is_new:
        profile.admission_date = None  # made with today's
    known = {
        "counselor": inquiry.counselor,
        "admission_date": wanted.admission_date or timezone.localdate(),
        "guardian_name": wanted.guardian_name.strip(),
        "guardian_email": wanted.guardian_email.strip(),
        "guardian_phone": wanted.guardian_phone.strip(),
    }
    for name, value in known.items():
        if not getattr(profile, name):
            setattr(profile, name, value)
    profile.save(update_fields=[*known, "updated_at"])
    account.refresh_from_db()  # it may hold the profile as it was


def _enrol(
    account: User,
    courses: Sequence[CoursePage],
    teachers: Mapping[int, User | None],
    inquiry: Inquiry,
    by: User,
    is_new: bool,
) -> _Outcome:
    """Enrol in each course, always in the same order: whoever does so at once can't wait in a circle."""
    outcome = _Outcome()
    best = suggestions(courses, contact_time=inquiry.contact_time)
    standing = Enrolment.objects.staying().filter(student=account)
    held = {row.course_id: row for row in standing}
    counted = set(
        ConvertedCourse.objects.filter(conversion__student=account).values_list(
            "course_id", flat=True
        )
    )
    for course in sorted({each.pk: each for each in courses}.values(), key=_key):
        enrolment = held.get(course.pk)
        if enrolment is None:
            answer = admit(student=account, course=course, by=by, writes=not is_new)
            if not isinstance(answer, Enrolment):
                outcome.new.append(_Course(course, is_waiting=True))
                continue
            enrolment = answer
            outcome.new.append(_Course(course))
        elif enrolment.enrolled_at >= inquiry.created_at and course.pk not in counted:
            # Who enrolled alone after asking is a success of this inquiry all the same.
            outcome.new.append(_Course(course))
        if enrolment.teacher_id is None:
            suggested = next(
                (each.teacher for each in best[course.pk] if each.is_suggested), None
            )
            if teacher := teachers.get(course.pk, suggested):
                change_enrolment(
                    enrolment=enrolment,
                    teacher=teacher,
                    expected_completion_on=enrolment.expected_completion_on,
                    notes=enrolment.notes,
                )
    return outcome


def _key(course: CoursePage) -> int:
    return course.pk


def first_call(contact_time: str) -> datetime:
    """Return when to ask how the first week was: on a working day, when the person likes to hear."""
    office = CRMSettings.load()
    zone = timezone.get_default_timezone()
    day = timezone.localdate(timezone=zone) + WELCOME_AFTER
    for _later in range(7):
        if day.weekday() in office.working_days:
            break
        day += timedelta(days=1)
    opens = datetime.combine(day, office.opens_at, zone)
    closes = datetime.combine(day, office.closes_at, zone)
    match contact_time:
        case ContactTime.AFTERNOON:
            return opens + (closes - opens) / 2
        case ContactTime.EVENING:
            return closes - timedelta(hours=1)
    return opens + timedelta(hours=1)
