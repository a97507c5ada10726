"""CRM-02: who is erased leaves anonymous counts and nothing else."""

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from common.exceptions import Refused
from crm.duplicates import find_duplicates, person_from
from crm.importing import running
from crm.models import (
    ContactConsent,
    Conversion,
    FollowUp,
    Inquiry,
    InquiryImport,
    Message,
    TimelineEntry,
)
from crm.services import add_note, capture, erase, merge
from crm.tests.factories import make_follow_up, make_inquiry

SECRET = "Zarathustra"
NOW = timezone.now()


@pytest.fixture
def known(admin, counselor, course):
    """Has left traces wherever a person can, each with the name in it."""
    inquiry = make_inquiry(
        SECRET,
        email=f"{SECRET}@example.org".lower(),
        counselor=counselor,
        courses=[course],
        message=SECRET,
        utm={"utm_term": SECRET},
        referrer=f"https://example.org/{SECRET}",
        source="referral",
        campaign="fair",
        score=60,
        score_reasons=[{"sentence": SECRET, "points": 5}],
    )
    other = make_inquiry(f"{SECRET} the second", counselor=counselor)
    merge(keep=inquiry, other=other, by=counselor)
    inquiry.tags.add(SECRET)
    make_follow_up(inquiry, notes=SECRET)
    add_note(inquiry=inquiry, text=SECRET, by=counselor)
    ContactConsent.objects.create(
        inquiry=inquiry, purpose="news", is_given=True, wording=SECRET, at=NOW
    )
    Message.objects.create(
        inquiry=inquiry, medium="email", address=SECRET, body=SECRET, created_at=NOW
    )
    content = f"Name,Email\n{SECRET},{inquiry.email}\n,{inquiry.email}\n".encode()
    importing = running.upload(content=content, file_name="fair.csv", by=admin)
    running.name_columns(
        importing=importing, mapping={"name": 0, "email": 1}, defaults={}
    )
    running.look(InquiryImport.objects.get())
    Inquiry.objects.filter(pk=inquiry.pk).update(score=60)
    return inquiry


def everything():
    """Return all that the tables of the CRM and of the audit trail hold, as one text."""
    models = (
        Inquiry,
        FollowUp,
        Message,
        ContactConsent,
        TimelineEntry,
        InquiryImport,
        ModelLogEntry,
    )
    rows = [row for model in models for row in model.objects.values()]
    for row in rows:
        if "content" in row:
            row["content"] = bytes(row["content"])
    return repr(rows).lower()


def test_nothing_says_any_more_who_it_was(admin, known):
    assert SECRET.lower() in everything()

    erase(inquiry=known, by=admin)

    assert SECRET.lower() not in everything()
    assert not known.tags.exists()


def test_what_is_counted_stays(admin, known, course):
    erase(inquiry=known, by=admin)

    row = Inquiry.objects.get(pk=known.pk)
    assert (row.status, row.source, row.campaign, row.score) == (
        "new",
        "referral",
        "fair",
        60,
    )
    assert [*row.courses.all()] == [course]
    assert str(row) == "Erased person"


def test_nobody_is_called_any_more(admin, known):
    erase(inquiry=known, by=admin)

    assert not FollowUp.objects.pending().exists()
    assert not Inquiry.objects.open().exists()


def test_the_person_is_not_found_and_may_ask_anew(admin, known):
    email, name = known.email, known.name

    erase(inquiry=known, by=admin)

    assert find_duplicates(person_from(name=name, email=email)) == []
    assert capture(name=name, email=email, channel="form").is_new


def test_a_students_account_is_left_alone_and_unlinked(admin, student, known):
    known.student = student
    known.status = "enrolled"
    known.save()
    Conversion.objects.create(inquiry=known, student=student, at=NOW)

    erase(inquiry=known, by=admin)

    known.refresh_from_db()
    student.refresh_from_db()
    assert (known.student, known.conversion.student) == (None, None)
    assert student.is_active


def test_the_audit_trail_says_who_erased(admin, known):
    erase(inquiry=known, by=admin)

    entry = ModelLogEntry.objects.get(action="crm.erase")
    assert (entry.user, entry.label) == (admin, "Erased person")


def test_only_admins_erase(counselor, known):
    with pytest.raises(Refused):
        erase(inquiry=known, by=counselor)

    assert SECRET.lower() in everything()


def test_nobody_is_erased_twice(admin, known):
    erase(inquiry=known, by=admin)

    with pytest.raises(Refused) as refusal:
        erase(inquiry=known, by=admin)

    assert refusal.value.code == "erased"


def test_an_import_at_work_may_hold_the_person(admin, known):
    InquiryImport.objects.update(status="running")

    with pytest.raises(Refused) as refusal:
        erase(inquiry=known, by=admin)

    assert refusal.value.code == "importing"


def test_the_screen_asks_first(client, admin, known):
    client.force_login(admin)
    address = reverse("crm:erase", args=[known.uuid])

    client.post(address)
    assert not Inquiry.objects.exclude(erased_at=None).exists()
    client.post(address, {"is_sure": "on"})

    assert Inquiry.objects.exclude(erased_at=None).exists()
