"""Teachers submit, admins approve or ask for changes, and everybody is told in words (CAT-01)."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data

from catalog.models import CoursePage
from catalog.tasks import publish_scheduled
from learning.models import LessonChange, LessonPage
from learning.tests.test_lesson_form import fields
from tests.factories import make_lesson

pytestmark = pytest.mark.django_db


def edit(client, lesson, **changes):
    address = reverse("wagtailadmin_pages:edit", args=[lesson.pk])
    form = fields(lesson, change_significance="clarifying", **changes)
    return client.post(address, form)


def decide(client, page, action, comment=""):
    state = Page.objects.get(pk=page.pk).current_workflow_task_state
    address = reverse(
        "wagtailadmin_pages:workflow_action", args=[page.pk, action, state.pk]
    )
    return client.post(address, {"comment": comment})


def letter_to(person):
    return [letter for letter in mail.outbox if letter.to == [person.email]][-1]


@pytest.fixture
def submitted(client, teacher, admin, lessons):
    """A lesson that its teacher changed and submitted."""
    client.force_login(teacher)
    edit(client, lessons[1], title="Planets & moons", **{"action-submit": "1"})
    return lessons[1]


def test_what_is_submitted_is_not_published_yet(submitted):
    lesson = LessonPage.objects.get(pk=submitted.pk)
    assert lesson.title == "Planets"
    assert lesson.workflow_in_progress


def test_the_reviewer_is_told_what_changed_and_where(client, admin, submitted):
    letter = letter_to(admin)
    assert letter.subject == "“Planets & moons” waits for your review"
    assert "Tara Tester has submitted “Planets & moons”" in letter.body
    lesson = LessonPage.objects.get(pk=submitted.pk)
    compare = reverse(
        "wagtailadmin_pages:revisions_compare",
        args=[lesson.pk, "live", lesson.latest_revision_id],
    )
    assert compare in letter.body
    client.force_login(admin)
    assert "and moons" in client.get(compare).content.decode().replace("&amp;", "and")


def test_a_super_admin_is_told_too(client, teacher, super_admin, admin, lessons):
    client.force_login(teacher)
    edit(client, lessons[1], **{"action-submit": "1"})
    assert letter_to(super_admin).subject == "“Planets” was submitted for review"
    assert "The admins have been told." in letter_to(super_admin).body


def test_the_teacher_is_told_what_to_change_and_submits_again(
    client, teacher, admin, submitted
):
    client.force_login(admin)
    decide(client, submitted, "reject", "Pluto isn't a planet & never was")
    letter = letter_to(teacher)
    assert letter.subject == "“Planets & moons” needs changes"
    assert "Amara Tester has read “Planets & moons”" in letter.body
    assert "Pluto isn't a planet & never was" in letter.body
    edit_address = reverse("wagtailadmin_pages:edit", args=[submitted.pk])
    assert edit_address in letter.body

    client.force_login(teacher)
    assert "Pluto isn&#x27;t a planet" in client.get(edit_address).content.decode()
    assert "Planets &amp; moons" in client.get("/admin/").content.decode()
    mail.outbox.clear()
    edit(client, submitted, title="Eight planets", **{"action-restart-workflow": "1"})
    assert letter_to(admin).subject == "“Eight planets” waits for your review"
    assert not LessonPage.objects.filter(title="Eight planets").exists()


def test_the_teacher_is_told_that_it_is_published(client, teacher, admin, submitted):
    client.force_login(admin)
    decide(client, submitted, "approve")
    lesson = LessonPage.objects.get(pk=submitted.pk)
    assert (lesson.live, lesson.title) == (True, "Planets & moons")
    letter = letter_to(teacher)
    assert letter.subject == "“Planets & moons” is approved"
    assert f"It is published: {lesson.full_url}" in letter.body


def test_what_was_approved_means_what_the_teacher_said(client, admin, submitted):
    client.force_login(admin)
    decide(client, submitted, "approve")
    assert LessonChange.objects.get().significance == "clarifying"


def test_a_teacher_approves_nothing(client, teacher, other_teacher, submitted):
    for person in (teacher, other_teacher):
        client.force_login(person)
        decide(client, submitted, "approve")
        assert LessonPage.objects.get(pk=submitted.pk).title == "Planets"


def test_a_new_course_is_new_to_the_reviewer(client, teacher, admin):
    client.force_login(teacher)
    new = {"title": "Algebra", "code": "ALG-1", "level": "beginner"}
    address = client.post(reverse("courses_admin:new"), new).url
    course = CoursePage.objects.get(code="ALG-1")
    form = nested_form_data(
        {
            **new,
            "slug": course.slug,
            "language": "en",
            "enrolment_policy": "open",
            "attribution": "null",
            "description-count": 0,
            "objectives-count": 0,
            "comments-TOTAL_FORMS": 0,
            "comments-INITIAL_FORMS": 0,
            "action-submit": "1",
        }
    )
    client.post(address, form)
    assert "It is new. Read it:" in letter_to(admin).body
    client.force_login(admin)
    decide(client, course, "approve")
    assert CoursePage.objects.get(pk=course.pk).live


def test_what_is_approved_for_later_is_published_and_expires_by_the_clock(
    client, monkeypatch, teacher, admin, course
):
    draft = make_lesson(course.get_children().get().specific, "Eclipse", draft=True)
    opens = timezone.now() + timedelta(days=2)
    client.force_login(teacher)
    when = {
        "go_live_at": f"{opens:%Y-%m-%d %H:%M}",
        "expire_at": f"{opens + timedelta(days=1):%Y-%m-%d %H:%M}",
    }
    edit(client, draft, **when, **{"action-submit": "1"})
    client.force_login(admin)
    decide(client, draft, "approve")
    assert "It will be published on" in letter_to(teacher).body
    publish_scheduled.delay()
    assert not LessonPage.objects.get(pk=draft.pk).live

    for later, stands in ((timedelta(minutes=1), True), (timedelta(days=2), False)):
        monkeypatch.setattr(timezone, "now", lambda at=opens + later: at)
        publish_scheduled.delay()
        assert LessonPage.objects.get(pk=draft.pk).live is stands
