"""What the editor asks of a lesson (CAT-04, LRN: changed since you learned it)."""

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, streamfield

from learning.models import LessonPage, LessonProgress
from learning.services import complete_lesson
from tests.factories import make_course, make_lesson, make_module

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, admin):
    client.force_login(admin)
    return client


def fields(lesson, prerequisites=(), **changes):
    streams = {
        name: streamfield([])
        for name in ("objectives", "body", "key_points", "resources")
    }
    data = nested_form_data(
        {
            "title": lesson.title,
            "slug": lesson.slug,
            "teaching_minutes": 10,
            "exercise_minutes": 0,
            "difficulty": "easy",
            "comments": {
                "TOTAL_FORMS": 0,
                "INITIAL_FORMS": 0,
                "MIN_NUM_FORMS": 0,
                "MAX_NUM_FORMS": 0,
            },
            **streams,
            **changes,
        }
    )
    return {**data, "prerequisites": list(prerequisites)}


def edit(desk, lesson, **changes):
    address = reverse("wagtailadmin_pages:edit", args=[lesson.pk])
    return desk.post(address, fields(lesson, **changes))


def form_of(desk, lesson):
    address = reverse("wagtailadmin_pages:edit", args=[lesson.pk])
    return desk.get(address).context["form"]


def newest(lesson):
    return LessonPage.objects.get(pk=lesson.pk).get_latest_revision_as_object()


def test_a_new_lesson_is_not_asked_what_changed(desk, lessons):
    draft = make_lesson(lessons[0].get_parent(), "Moons", draft=True)
    assert "change_significance" not in form_of(desk, draft).fields


def test_a_lesson_that_students_know_is_asked_what_changed(desk, lessons):
    form = form_of(desk, lessons[0])
    assert form["change_significance"].value() == "cosmetic"
    assert "change_note" in form.fields


def test_the_answer_is_kept_with_the_draft(desk, lessons):
    edit(desk, lessons[0], change_significance="corrective", change_note="The sun is")
    draft = newest(lessons[0])
    assert (draft.change_significance, draft.change_note) == (
        "corrective",
        "The sun is",
    )
    assert form_of(desk, lessons[0])["change_significance"].value() == "corrective"


def test_each_round_asks_anew(desk, lessons):
    said = {"change_significance": "corrective", "change_note": "The sun is a star"}
    edit(desk, lessons[0], **said, **{"action-publish": "1"})
    assert LessonPage.objects.get(pk=lessons[0].pk).change_note == "The sun is a star"
    form = form_of(desk, lessons[0])
    assert form["change_significance"].value() == "cosmetic"
    assert form["change_note"].value() == ""


def test_a_lesson_that_was_taken_down_to_be_corrected_is_asked_too(
    desk, student, lessons
):
    said = {"change_significance": "clarifying", "change_note": "Clearer"}
    edit(desk, lessons[0], **said, **{"action-publish": "1"})
    complete_lesson(student=student, lesson=LessonPage.objects.get(pk=lessons[0].pk))
    LessonPage.objects.get(pk=lessons[0].pk).unpublish()
    # What was said of the version before isn't said of this one.
    assert form_of(desk, lessons[0])["change_significance"].value() == "cosmetic"

    said = {"change_significance": "corrective", "change_note": "The sun is a star"}
    edit(desk, lessons[0], **said, **{"action-publish": "1"})

    assert LessonProgress.objects.get(student=student).status == "needs_review"


def test_only_lessons_of_the_same_course_can_come_first(desk, lessons, other_teacher):
    elsewhere = make_module(make_course(other_teacher), "Elsewhere")
    make_lesson(elsewhere, "Secret", draft=True)
    offered = form_of(desk, lessons[0]).fields["prerequisites"].queryset
    assert [page.title for page in offered] == ["Planets", "Comets"]


def test_lessons_do_not_wait_for_each_other(desk, lessons):
    stars, planets, comets = lessons
    planets.prerequisites.set([stars])
    planets.save_revision().publish()
    comets.prerequisites.set([planets])
    comets.save_revision().publish()
    response = edit(
        desk,
        stars,
        prerequisites=[comets.pk],
        change_significance="cosmetic",
        **{"action-publish": "1"},
    )
    assert "nobody could start" in response.content.decode()
    assert not LessonPage.objects.get(pk=stars.pk).prerequisites.exists()


def test_an_unfinished_block_is_saved_as_a_draft_but_not_published(desk, lessons):
    video = {
        "title": "",
        "file": "",
        "hls_url": "",
        "embed_url": "",
        "poster": "",
        "captions": "",
        "transcript": '{"blocks": [], "entityMap": {}}',
    }
    body = streamfield([("video", video)])
    edit(desk, lessons[0], body=body, change_significance="cosmetic")
    assert newest(lessons[0]).body[0].block_type == "video"
    response = edit(
        desk,
        lessons[0],
        body=body,
        change_significance="cosmetic",
        **{"action-publish": "1"},
    )
    assert response.status_code == 200
    assert LessonPage.objects.get(pk=lessons[0].pk).body[0].block_type == "text"


def test_a_teacher_is_told_who_will_read_the_lesson(client, teacher, lessons):
    client.force_login(teacher)
    for lesson, said in (
        (lessons[0], "Once live anyone can view"),  # a free preview
        (lessons[1], "Once live, those who are enrolled can read it"),
    ):
        page = client.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk]))
        assert said in page.content.decode()
