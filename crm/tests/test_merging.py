"""CRM-02: two inquiries of one person become one, with the history of both."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from common.exceptions import Refused
from crm import timeline
from crm.models import ContactConsent, FollowUp, Inquiry, Message, TimelineEntry
from crm.services import add_note, capture, merge
from crm.tests.factories import make_follow_up, make_inquiry
from tests.races import at_once, needs_row_locks

NOW = timezone.now()


@pytest.fixture
def other(counselor):
    return make_inquiry("Pria Sharma", counselor=counselor)


def test_the_notes_of_both_are_on_one_timeline(counselor, inquiry, other):
    entries = {
        add_note(inquiry=each, text="Called", by=counselor) for each in (inquiry, other)
    }

    merge(keep=inquiry, other=other, by=counselor)

    inquiry.refresh_from_db()
    assert entries <= {*TimelineEntry.objects.about(inquiry)}


def test_what_was_merged_before_comes_along(counselor, inquiry, other):
    first = make_inquiry(counselor=counselor, merged_into=other)

    merge(keep=inquiry, other=other, by=counselor)

    first.refresh_from_db()
    assert first.merged_into == inquiry


def test_courses_tags_consents_and_messages_come_along(counselor, course, inquiry):
    other = make_inquiry(counselor=counselor, courses=[course])
    other.tags.add("fair")
    ContactConsent.objects.create(inquiry=other, purpose="news", is_given=True, at=NOW)
    Message.objects.create(
        inquiry=other, medium="email", address="a@b.c", body="Hello", created_at=NOW
    )

    merge(keep=inquiry, other=other, by=counselor)

    assert [*inquiry.courses.all()] == [course]
    assert [*inquiry.tags.names()] == ["fair"]
    assert (inquiry.consents.count(), inquiry.messages.count()) == (1, 1)


def test_the_earlier_of_two_plans_stays(counselor, inquiry, other):
    later = make_follow_up(inquiry, due_at=NOW + timedelta(days=3))
    earlier = make_follow_up(other, due_at=NOW + timedelta(days=2))

    merge(keep=inquiry, other=other, by=counselor)

    later.refresh_from_db()
    assert [*inquiry.follow_ups.pending()] == [earlier]
    assert later.status == FollowUp.Status.CANCELLED


@pytest.mark.parametrize(
    ("kept", "gone", "after"),
    [
        ("new", "contacted", "contacted"),
        ("contacted", "new", "contacted"),
        ("lost", "new", "new"),
        ("new", "lost", "new"),
        ("lost", "lost", "lost"),
        ("enrolled", "contacted", "enrolled"),
    ],
)
def test_the_further_status_stays(counselor, kept, gone, after):
    keep, other = (
        make_inquiry(
            counselor=counselor,
            status=status,
            lost_reason="price" if status == "lost" else "",
        )
        for status in (kept, gone)
    )

    merge(keep=keep, other=other, by=counselor)

    keep.refresh_from_db()
    assert keep.status == after


def test_where_the_person_came_from_first_stays(counselor, inquiry):
    other = make_inquiry(
        counselor=counselor,
        source="referral",
        campaign="fair",
        created_at=NOW - timedelta(days=9),
    )

    merge(keep=inquiry, other=other, by=counselor)

    inquiry.refresh_from_db()
    assert (inquiry.source, inquiry.campaign) == ("referral", "fair")
    assert inquiry.created_at == other.created_at


def test_the_chosen_words_stay_and_the_others_are_on_record(counselor, inquiry, other):
    merge(keep=inquiry, other=other, by=counselor, taken=["name", "phone"])

    inquiry.refresh_from_db()
    assert (inquiry.name, inquiry.phone_number) == ("Pria Sharma", other.phone_number)
    entry = inquiry.timeline.get(kind=TimelineEntry.Kind.MERGED)
    assert entry.data["before"]["name"] == ["Priya Sharma", "Pria Sharma"]


def test_who_asks_by_the_number_that_went_is_known(counselor, inquiry, other):
    merge(keep=inquiry, other=other, by=counselor)

    again = capture(name=other.name, phone=other.phone, channel="form")
    assert again.inquiry == inquiry


def test_the_student_comes_along(counselor, student, inquiry):
    other = make_inquiry(counselor=counselor, student=student)

    merge(keep=inquiry, other=other, by=counselor)

    assert Inquiry.objects.standing().get(student=student) == inquiry


@pytest.mark.parametrize(
    "case", ["enrolled", "two_students", "same_inquiry", "not_yours", "merged"]
)
def test_what_can_not_be_merged_stays_as_it_was(
    counselor, student, stranger, inquiry, foreign, case
):
    keep = make_inquiry(counselor=counselor, student=stranger)
    other = {
        "enrolled": lambda: make_inquiry(counselor=counselor, status="enrolled"),
        "two_students": lambda: make_inquiry(counselor=counselor, student=student),
        "same_inquiry": lambda: keep,
        "not_yours": lambda: foreign,
        "merged": lambda: make_inquiry(counselor=counselor, merged_into=inquiry),
    }[case]()
    before = TimelineEntry.objects.count()

    with pytest.raises(Refused) as refusal:
        merge(keep=keep, other=other, by=counselor)

    assert refusal.value.code == case
    assert TimelineEntry.objects.count() == before


def test_a_merge_that_breaks_leaves_both(counselor, inquiry, other, monkeypatch):
    make_follow_up(other)
    monkeypatch.setattr(timeline, "record", lambda *a, **b: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        merge(keep=inquiry, other=other, by=counselor)

    other.refresh_from_db()
    assert other.merged_into is None
    assert other.follow_ups.exists()


def test_the_audit_trail_has_it_without_the_number(counselor, inquiry, other):
    merge(keep=inquiry, other=other, by=counselor)

    entry = ModelLogEntry.objects.get(action="crm.merge")
    assert (entry.user, entry.data) == (counselor, {"other": other.pk})


@needs_row_locks
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("crosswise", [False, True])
def test_two_who_merge_the_same_pair_at_once_end_in_one(counselor, inquiry, crosswise):
    other = make_inquiry(counselor=counselor)
    pair = (other, inquiry) if crosswise else (inquiry, other)

    answers = at_once(
        lambda: merge(keep=inquiry, other=other, by=counselor),
        lambda: merge(keep=pair[0], other=pair[1], by=counselor),
    )

    refusals = [each for each in answers if isinstance(each, Exception)]
    assert [each.code for each in refusals] == ["merged"]
    assert Inquiry.objects.standing().count() == 1


def test_the_screen_lets_choose_what_differs_and_merges(
    client, counselor, inquiry, other
):
    client.force_login(counselor)
    address = reverse("crm:merge", args=[inquiry.uuid, other.uuid])
    assert 'name="phone" value="other"' in client.get(address).content.decode()

    client.post(address, {"name": "keep", "phone": "other"})

    inquiry.refresh_from_db()
    assert (inquiry.name, inquiry.phone) == ("Priya Sharma", other.phone)


def test_the_screen_says_why_it_can_not_be(client, counselor, inquiry):
    enrolled = make_inquiry(counselor=counselor, status="enrolled")
    client.force_login(counselor)

    answer = client.post(reverse("crm:merge", args=[inquiry.uuid, enrolled.uuid]))

    assert answer.status_code == 409
    assert "Keep the inquiry that led to an enrolment" in answer.content.decode()
