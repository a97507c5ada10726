"""The demonstration academy: courses, people, a term and its inquiries, the same every time (LRN-05, OPS-01, CRM-01…07)."""

from io import StringIO

import phonenumbers
import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role, User
from catalog.models import CoursePage
from crm.desk import Desk
from crm.duplicates import possible_pairs
from crm.matching import Verdict
from crm.models import (
    Appeal,
    Conversion,
    FollowUp,
    Inquiry,
    InquiryPage,
    Message,
    SavedFilter,
    TimelineEntry,
)
from crm.reports.overview import overview
from crm.reports.scope import Scope
from learning.models import (
    Certificate,
    Enrolment,
    EnrolmentRequest,
    LessonPage,
    LessonProgress,
)

pytestmark = pytest.mark.django_db


def seed():
    said = StringIO()
    call_command("seed_demo", stdout=said)
    return said.getvalue()


def count(role):
    return User.objects.with_role(role).count()


def everything():
    return [
        model.objects.count()
        for model in (User, CoursePage, LessonPage, Enrolment, Inquiry, TimelineEntry)
    ]


def kinds(lesson):
    return {block.block_type for block in lesson.body}


def check_inquiries(client):
    """The CRM is believable and whole: its tables agree, and no screen of it is empty."""
    inquiries = Inquiry.objects.all()
    assert inquiries.count() == 301
    assert {*inquiries.values_list("status", flat=True)} == {*Inquiry.Status.values}
    assert {*inquiries.values_list("source", flat=True)} == {*Inquiry.Source.values}
    for table, kinds_of_it in (
        (inquiries, ["captured", "sign_up"]),
        (inquiries.filter(status="lost"), ["status"]),
        (Conversion.objects, ["converted"]),
        (FollowUp.objects.filter(status="completed"), ["follow_up"]),
        (FollowUp.objects.filter(status="missed"), ["missed"]),
        (Message.objects, ["message"]),
    ):
        told = TimelineEntry.objects.filter(kind__in=kinds_of_it)
        assert table.count() == told.count() > 0, kinds_of_it
    assert not TimelineEntry.objects.filter(at__gt=timezone.now()).exists()

    planned = inquiries.filter(follow_ups__status="pending")
    scheduled = inquiries.filter(status="follow_up_scheduled")
    assert scheduled.exclude(pk__in=planned).count() <= 3  # missed just now
    assert not planned.filter(status__in=["contacted", "lost"]).exists()
    assert not inquiries.exclude(status="new").filter(counselor=None).exists()
    assert not inquiries.filter(scored_at=None).exists()
    for each in inquiries.exclude(phone=""):
        assert phonenumbers.is_valid_number(phonenumbers.parse(each.phone_number))
    (pair,) = possible_pairs(inquiries)
    assert pair.match.verdict == Verdict.SAME

    for conversion in Conversion.objects.select_related("student", "inquiry"):
        enrolments = conversion.student.enrolments.order_by("enrolled_at")
        assert enrolments.first().enrolled_at == conversion.at
        assert conversion.student.email == conversion.inquiry.email
    rates = {
        source: Conversion.objects.filter(inquiry__source=source).count()
        / inquiries.filter(source=source).count()
        for source in ("referral", "website", "campaign")
    }
    assert rates["referral"] > rates["website"] > rates["campaign"]

    admin = User.objects.get(username="amara")
    for person in (admin, User.objects.get(username="cleo")):
        assert all(Desk(person).counts().values()), Desk(person).counts()
    assert all(each.tile.cell.value for each in overview(Scope.of(admin))["tiles"])
    assert {*Appeal.objects.values_list("status", flat=True)} == {"open", "overturned"}
    client.force_login(admin)
    for saved in SavedFilter.objects.all():
        address = f"{reverse('crm:board')}?{saved.query}"
        assert client.get(address).status_code == 200
    ask = InquiryPage.objects.live().get()
    client.logout()
    assert "Tell us what you would like" in client.get(ask.url).content.decode()


def test_the_demonstration_academy_is_believable_and_whole(client):
    """One test, because seeding takes its time."""
    said = seed()
    for login in ("root", "amara", "tomas", "cleo", "sana"):
        assert f" {login}\n" in said

    assert CoursePage.objects.live().count() == 4
    assert (count(Role.TEACHER), count(Role.COUNSELOR)) == (3, 2)
    here = User.objects.with_role(Role.STUDENT).exclude(
        studentprofile__status__in=["completed", "graduated"]
    )
    assert here.count() == 40
    assert LessonProgress.objects.filter(status="completed").count() > 150
    assert Certificate.objects.count() > 10
    assert EnrolmentRequest.objects.filter(status="pending").count() == 3
    for enrolment in Enrolment.objects.select_related("student"):
        assert enrolment.enrolled_at >= enrolment.student.date_joined

    check_inquiries(client)

    lessons = LessonPage.objects.live()
    used = set().union(*map(kinds, lessons))
    assert {"video", "pdf", "maths", "code", "table", "exercise", "image"} <= used

    reader = User.objects.get(username="liam")
    client.force_login(reader)
    for course in CoursePage.objects.all():
        Enrolment.objects.update_or_create(
            student=reader,
            course=course,
            defaults={"status": "active"},
            create_defaults={"enrolled_at": reader.date_joined},
        )
    CoursePage.objects.update(lessons_in_order=False)
    for lesson in lessons:
        assert client.get(lesson.url).status_code == 200, lesson.title
    for course in CoursePage.objects.all():
        assert client.get(course.url).status_code == 200, course.title

    before = everything()
    assert "its data stays as it is" in seed()
    assert everything() == before
