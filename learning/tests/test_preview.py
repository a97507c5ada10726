"""A draft, as an enrolled student will see it (CAT-12)."""

from datetime import timedelta

import pytest
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from learning.models import Enrolment, LessonProgress
from tests.factories import make_lesson

pytestmark = pytest.mark.django_db


def show(lesson, user, mode="student"):
    request = RequestFactory().get("/")
    request.user = user
    response = lesson.make_preview_request(request, mode, {"user": user})
    return response.content.decode()


def test_a_draft_of_a_published_lesson_shows_what_was_written_last(teacher, lessons):
    lessons[1].body = [("text", "<p>Seven wanderers</p>")]
    lessons[1].save_revision()
    draft = lessons[1].get_latest_revision_as_object()
    for mode in ("", "student"):
        assert "Seven wanderers" in show(draft, teacher, mode)


def test_a_new_lesson_stands_in_the_outline_where_it_will_be(teacher, lessons):
    draft = make_lesson(lessons[0].get_parent(), "Moons", draft=True)
    draft.move(lessons[1], "left")
    draft.refresh_from_db()
    page = show(draft, teacher).split("<body", 1)[1]
    assert page.index("Stars") < page.index("Moons") < page.index("Planets")
    assert "Lesson 2 of 4" in page


def test_nothing_is_kept_of_a_preview(teacher, lessons):
    page = show(lessons[1], teacher)
    assert "nothing is kept" in page
    assert "<lesson-study" not in page
    assert not LessonProgress.objects.exists()
    assert not Enrolment.objects.exists()


def test_what_is_locked_to_a_student_is_locked_in_the_preview(teacher, lessons):
    lessons[1].opens_at = timezone.now() + timedelta(days=3)
    assert "This lesson opens on" in show(lessons[1], teacher)
    assert "This lesson opens on" not in show(lessons[1], teacher, "")


def test_a_lesson_waits_for_its_prerequisites(teacher, course, lessons):
    course.lessons_in_order = True
    course.save_revision().publish()
    lessons[1].prerequisites.set([lessons[0]])
    assert "First complete “Stars”" in show(lessons[1], teacher)


def test_the_admin_offers_both_ways(client, teacher, lessons):
    client.force_login(teacher)
    address = reverse("wagtailadmin_pages:edit", args=[lessons[0].pk])
    assert "As an enrolled student" in client.get(address).content.decode()
    draft = reverse("wagtailadmin_pages:view_draft", args=[lessons[0].pk])
    assert client.get(draft).status_code == 200
