"""CRM-04: a person's page tells everything that ever happened, and changes what may be changed."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from crm import stories, timeline
from crm.models import ContactConsent, Inquiry, TimelineEntry
from crm.score_wording import said_reasons
from crm.services import Interest, capture, edit_inquiry, rescore
from crm.tests.factories import make_follow_up, make_inquiry, make_message
from crm.views.person import ENTRIES
from tests.many import count_queries

Kind = TimelineEntry.Kind


def address(inquiry, what=""):
    return f"/admin/crm/inquiries/{inquiry.uuid}/{what}"


@pytest.fixture
def page(client, counselor):
    client.force_login(counselor)
    return client


def text_of(page, inquiry, query=""):
    return page.get(address(inquiry) + query).content.decode()


def test_what_is_known_of_a_person_is_there(page, counselor, course):
    course.price = 45000
    course.save()
    interest = Interest(courses=[course], campaign="spring", page=course)
    inquiry = capture(
        name="Priya",
        phone="98123 45678",
        email="priya@example.org",
        channel="form",
        interest=interest,
        consents={ContactConsent.Purpose.NEWS: "Yes"},
        counselor=counselor,
    ).inquiry
    make_follow_up(inquiry, medium="visit", notes="Show the lab")

    text = text_of(page, inquiry)

    for known in (
        'href="tel:+919812345678"',
        'href="https://wa.me/919812345678"',
        'href="mailto:priya@example.org"',
        "₹45,000",
        "spring",
        "Send news and offers by email",
        "Show the lab",
        "Asked about Astronomy",
    ):
        assert known in text


def test_a_page_leads_on_to_what_can_be_done(client, admin, inquiry):
    letter = make_message(inquiry)
    timeline.record(Kind.MESSAGE, inquiry=inquiry, crm_message=letter, medium="email")
    client.force_login(admin)

    text = text_of(client, inquiry)

    for what in (
        "write/",
        "reply/",
        "convert/",
        "erase/",
        "edit/",
        "contact/",
        "plan/",
    ):
        assert f'href="{address(inquiry, what)}' in text
    assert f'href="/admin/crm/messages/{letter.uuid}/"' in text
    assert f"exclude={inquiry.uuid}" in text  # who else it may be, with a way to merge


def test_the_score_is_told_with_its_reasons(page, inquiry):
    rescore(inquiry=inquiry)

    text = text_of(page, inquiry)

    assert "css/admin/crm-score" in text
    for reason in said_reasons(inquiry.score_reasons):
        assert reason.sentence in text


def test_the_timeline_goes_on_after_enrolment_and_over_what_was_merged(
    counselor, inquiry, student
):
    Inquiry.objects.filter(pk=inquiry.pk).update(student=student, status="enrolled")
    merged = make_inquiry(merged_into=inquiry)
    timeline.record(Kind.LESSON, student=student, lesson="Stars")
    timeline.record(Kind.NOTE, inquiry=merged, text="From the old one")
    inquiry.refresh_from_db()

    told = [stories.story_of(each) for each in TimelineEntry.objects.about(inquiry)]

    assert [story.sentence for story in told] == ["Note", "Finished the lesson “Stars”"]


def test_the_timeline_shows_one_kind_alone(page, inquiry):
    timeline.record(Kind.NOTE, inquiry=inquiry, text="Speaks French")
    timeline.record(Kind.ENROLLED, inquiry=inquiry, course="Astronomy")

    text = text_of(page, inquiry, "?show=learning")

    assert "Enrolled in Astronomy" in text
    assert "Speaks French" not in text


def test_earlier_entries_follow_on_demand(page, inquiry):
    for number in range(ENTRIES + 1):
        timeline.record(Kind.NOTE, inquiry=inquiry, text=f"Note number {number}.")
    last = list(inquiry.timeline.all())[ENTRIES - 1]

    first = text_of(page, inquiry)
    earlier = page.get(address(inquiry, f"timeline/?before={last.pk}"))

    assert "number 0." not in first
    assert earlier.content.decode().count("Note number") == 1


@pytest.mark.parametrize("kind", [*Kind.values, "weather"])
@pytest.mark.parametrize(
    "data", [{}, {"due_at": 3, "courses": None, "changes": [1], "medium": "pigeon"}]
)
def test_no_entry_breaks_the_page(kind, data):
    entry = TimelineEntry(kind=kind, data=data, at=timezone.now())

    assert stories.story_of(entry).sentence


def test_each_kind_has_a_look_and_a_filter():
    assert stories.LOOKS.keys() == {*Kind.values}
    assert frozenset().union(*stories.GROUPS.values()) == {*Kind.values}


def test_the_page_costs_the_same_for_a_long_story(page, inquiry, counselor):
    def live(days):
        for number in range(days):
            done = make_follow_up(inquiry, status="completed", outcome="reached")
            timeline.record(
                Kind.FOLLOW_UP,
                inquiry=inquiry,
                by=counselor,
                follow_up=done,
                at=timezone.now() - timedelta(days=number),
            )

    live(10)
    few = count_queries(page, address(inquiry))
    live(200)

    assert count_queries(page, address(inquiry)) == few <= 25


def test_a_changed_number_is_normalised_and_what_it_was_is_told(page, inquiry):
    before = inquiry.phone
    form = page.get(address(inquiry, "edit/")).context["form"].initial
    changed = {**form, "phone": "98123 45678", "courses": []}

    page.post(address(inquiry, "edit/"), changed)

    inquiry.refresh_from_db()
    assert inquiry.phone_number == "+919812345678"
    entry = inquiry.timeline.get(kind=Kind.CHANGED)
    assert entry.data["changes"] == {"phone": [before, "98123 45678"]}


def test_nothing_changed_is_nothing_told(counselor, inquiry):
    edit_inquiry(inquiry=inquiry, by=counselor, name=inquiry.name, tags=[])

    assert not inquiry.timeline.exists()


def test_nobody_is_left_without_a_way_to_answer(page, inquiry):
    data = {"name": "Priya", "phone": "", "email": "", "contact_time": "any"}

    answer = page.post(
        address(inquiry, "edit/"), {**data, "priority": 2, "source": "website"}
    )

    assert "Give a phone number or an email address" in answer.content.decode()
    inquiry.refresh_from_db()
    assert inquiry.phone


def test_tags_and_priority_are_set(counselor, inquiry):
    edit_inquiry(inquiry=inquiry, by=counselor, priority=3, tags=["weekend", " bank "])

    assert {*inquiry.tags.names()} == {"weekend", "bank"}
    (entry,) = inquiry.timeline.all()
    assert entry.data["changes"]["priority"] == ["Medium", "High"]


@pytest.mark.parametrize(
    ("what", "form", "check"),
    [
        ("note/", {"text": "Speaks French"}, {"status": "new"}),
        ("status/", {"status": "contacted"}, {"status": "contacted"}),
        ("status/", {"status": "lost", "lost_reason": "time"}, {"status": "lost"}),
        ("status/", {"status": "lost"}, {"status": "new"}),
        ("status/", {"status": "enrolled"}, {"status": "new"}),
        ("status/", {"status": "reopen"}, {"status": "new"}),
        ("give/", {"counselor": ""}, {"status": "new"}),
    ],
)
def test_one_button_acts_or_says_why_not(page, inquiry, what, form, check):
    answer = page.post(address(inquiry, what), form, follow=True)

    assert answer.status_code == 200
    assert len(answer.context["messages"]) == 1
    assert Inquiry.objects.filter(pk=inquiry.pk, **check).exists()


def test_a_lost_one_is_opened_again(page, counselor):
    lost = make_inquiry(counselor=counselor, status="lost", lost_reason="price")

    page.post(address(lost, "status/"), {"status": "reopen"})

    lost.refresh_from_db()
    assert lost.status == "new"


def test_an_admin_gives_it_to_somebody_else(client, admin, inquiry, other_counselor):
    client.force_login(admin)

    client.post(address(inquiry, "give/"), {"counselor": other_counselor.pk})

    inquiry.refresh_from_db()
    assert inquiry.counselor == other_counselor


def test_nobody_finds_a_stranger_by_guessing(page):
    assert page.get(f"/admin/crm/inquiries/{uuid.uuid4()}/").status_code == 404
