"""What the CRM does when others announce something.

Whoever stands below announces by a signal of their own and knows nothing of timelines; here it
becomes an entry (`crm.feeds`). All of it happens once the transaction holds, and robustly: a
timeline that can't be written is logged and fails nobody's lesson. Attendance and risk will come in
the same way, as one receiver and one function of `crm.feeds` each.
"""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed
from django.db import transaction
from django.dispatch import receiver

from assessment.models import Attempt, Grade, SubmissionVersion
from assessment.signals import attempt_submitted, graded, submission_received
from crm import feeds
from crm.models import TimelineEntry
from crm.services import capture_sign_up, count_as_sold
from learning.models import Enrolment
from learning.signals import course_completed, enrolled, left, lesson_completed

Kind = TimelineEntry.Kind


def _afterwards(act: Any, *args: Any) -> None:
    # A lambda: to log what a robust callback raised Django asks for its name, and a `partial` has none.
    transaction.on_commit(lambda: act(*args), robust=True)


@receiver(enrolled, dispatch_uid="crm.enrolled")
def note_enrolment(enrolment: Enrolment, **kwargs: Any) -> None:
    _afterwards(feeds.enrolment_changed, Kind.ENROLLED, enrolment.pk)
    _afterwards(count_as_sold, enrolment)


@receiver(left, dispatch_uid="crm.left")
def note_leaving(enrolment: Enrolment, **kwargs: Any) -> None:
    _afterwards(feeds.enrolment_changed, Kind.LEFT, enrolment.pk)


@receiver(course_completed, dispatch_uid="crm.course_completed")
def note_course(enrolment: Enrolment, **kwargs: Any) -> None:
    _afterwards(feeds.enrolment_changed, Kind.COURSE, enrolment.pk)


@receiver(lesson_completed, dispatch_uid="crm.lesson_completed")
def note_lesson(student: Any, lesson_key: Any, **kwargs: Any) -> None:
    _afterwards(feeds.lesson_done, student.pk, lesson_key)


@receiver(attempt_submitted, dispatch_uid="crm.attempt_submitted")
def note_attempt(attempt: Attempt, **kwargs: Any) -> None:
    _afterwards(feeds.attempt_handed_in, attempt.pk)


@receiver(submission_received, dispatch_uid="crm.submission_received")
def note_submission(version: SubmissionVersion, **kwargs: Any) -> None:
    _afterwards(feeds.work_handed_in, version.pk)


@receiver(graded, dispatch_uid="crm.graded")
def note_grade(grade: Grade, **kwargs: Any) -> None:
    feeds.remember_grade(grade.pk)
    _afterwards(feeds.record_grades)


@receiver(email_confirmed, dispatch_uid="crm.sign_up")
def note_sign_up(email_address: EmailAddress, **kwargs: Any) -> None:
    _afterwards(_capture_sign_up, email_address.user)


def _capture_sign_up(user: Any) -> None:
    capture_sign_up(user=user)
