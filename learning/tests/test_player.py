"""The lesson player: reading, marking as done, going on (LRN-03, LRN-04)."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from catalog.models import ModulePage
from learning.models import Certificate, Enrolment, LessonPage, LessonProgress
from tests.factories import enrol, make_course, make_lesson, make_module, make_user

pytestmark = pytest.mark.django_db


def done(client, lesson, **data):
    return client.post(f"/learn/lessons/{lesson.pk}/done/", data)


def test_opening_a_lesson_is_remembered(client, student, lessons):
    client.force_login(student)
    assert client.get(lessons[1].url).status_code == 200
    progress = LessonProgress.objects.get(student=student)
    assert (progress.status, progress.session_count) == ("in_progress", 1)
    assert (
        Enrolment.objects.get(student=student).last_lesson_key
        == lessons[1].translation_key
    )


def test_a_visit_after_a_pause_is_a_new_session(client, student, lessons):
    client.force_login(student)
    client.get(lessons[1].url)
    LessonProgress.objects.update(last_studied_at=timezone.now() - timedelta(hours=2))
    client.get(lessons[1].url)
    client.get(lessons[1].url)
    assert LessonProgress.objects.get().session_count == 2


def test_teachers_and_preview_readers_leave_no_trace(
    client, teacher, stranger, lessons
):
    for user in (teacher, stranger):
        client.force_login(user)
        assert client.get(lessons[0].url).status_code == 200
    assert not LessonProgress.objects.exists()


def test_a_double_click_completes_once_and_keeps_the_first_date(
    client, student, lessons
):
    client.force_login(student)
    done(client, lessons[0])
    first = LessonProgress.objects.get().completed_at
    done(client, lessons[0])
    progress = LessonProgress.objects.get()
    assert (progress.status, progress.completed_at) == ("completed", first)
    assert progress.revision_id == lessons[0].live_revision_id


def test_done_and_on_leads_to_the_next_lesson(client, student, lessons):
    client.force_login(student)
    assert done(client, lessons[0], next="1").url == lessons[1].url


def test_the_last_lesson_completes_the_course_and_brings_the_certificate(
    client, student, course, lessons
):
    client.force_login(student)
    for lesson in lessons:
        response = done(client, lesson)
    assert response.url == course.url
    enrolment = Enrolment.objects.get(student=student)
    assert enrolment.status == "completed"
    certificate = Certificate.objects.get(enrolment=enrolment)
    assert certificate.student_name == str(student)


def test_taking_back_a_lesson_leaves_a_completed_course_completed(
    client, student, lessons
):
    client.force_login(student)
    for lesson in lessons:
        done(client, lesson)
    client.post(f"/learn/lessons/{lessons[0].pk}/not-done/")
    assert (
        LessonProgress.objects.get(lesson_key=lessons[0].translation_key).status
        == "in_progress"
    )
    assert Enrolment.objects.get(student=student).status == "completed"


def test_a_course_without_lessons_is_never_completed(client, teacher, student):
    course = make_course(teacher)
    enrolment = enrol(student, course)
    client.force_login(student)
    assert client.get(f"/learn/courses/{course.pk}/continue/").url == course.url
    enrolment.refresh_from_db()
    assert enrolment.status == "active"


def test_a_lesson_removed_while_open_gets_a_clear_word(client, student, lessons):
    client.force_login(student)
    LessonPage.objects.get(pk=lessons[2].pk).delete()
    response = client.post(f"/learn/lessons/{lessons[2].pk}/done/", follow=False)
    assert response.status_code == 302
    assert "removed" in [str(m) for m in response.wsgi_request._messages][0]


def test_who_dropped_out_meanwhile_is_told_so(client, student, lessons):
    client.force_login(student)
    Enrolment.objects.update(status="dropped")
    response = done(client, lessons[1])
    assert response.status_code == 302
    assert not LessonProgress.objects.exists()


def test_a_locked_lesson_says_why_and_what_to_do(client, stranger, lessons):
    anonymous = client.get(lessons[1].url)
    assert anonymous.status_code == 403
    assert b"Log in and enrol" in anonymous.content
    client.force_login(stranger)
    response = client.get(lessons[1].url)
    assert response.status_code == 403
    assert b"Enrol in this course to read this lesson" in response.content
    assert b"About Planets" not in response.content


def report(client, lesson, **data):
    return client.post(
        f"/learn/lessons/{lesson.pk}/study/",
        json.dumps(data),
        content_type="application/json",
    )


def test_time_is_added_but_no_more_than_has_passed(client, student, lessons):
    client.force_login(student)
    client.get(lessons[1].url)
    report(client, lessons[1], seconds=5000)
    assert LessonProgress.objects.get().seconds_spent <= 2
    LessonProgress.objects.update(updated_at=timezone.now() - timedelta(seconds=40))
    report(client, lessons[1], seconds=30)
    assert 30 <= LessonProgress.objects.get().seconds_spent <= 32


def test_where_a_film_stands_is_kept_for_blocks_of_the_lesson_only(
    client, student, lessons
):
    client.force_login(student)
    client.get(lessons[1].url)
    block = lessons[1].body[0].id
    report(client, lessons[1], seconds=1, positions={block: 42.4, "elsewhere": 7})
    assert LessonProgress.objects.get().positions == {block: 42.4}
    assert b"42.4" in client.get(lessons[1].url).content


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"null",
        b"{",
        b'{"seconds": "x"}',
        b'{"positions": [1]}',
        b'{"seconds": 1e999}',
    ],
)
def test_a_report_that_can_not_be_read_is_answered_not_fatal(
    client, student, lessons, body
):
    client.force_login(student)
    response = client.post(
        f"/learn/lessons/{lessons[1].pk}/study/", body, content_type="application/json"
    )
    assert response.status_code == 400


def test_actions_want_a_post_and_somebody_who_is_logged_in(client, student, lessons):
    address = f"/learn/lessons/{lessons[1].pk}/done/"
    assert client.post(address).url.startswith("/accounts/login/")
    client.force_login(student)
    assert client.get(address).status_code == 405


def queries_to_read(client, lesson):
    client.get(lesson.url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(lesson.url).status_code == 200
    return len(captured)


def test_queries_do_not_grow_with_the_course(client, teacher, student):
    counts = []
    for size in (3, 60):
        course = make_course(teacher)
        module = make_module(course)
        lessons = [make_lesson(module) for _ in range(size)]
        enrol(student, course)
        client.force_login(student)
        counts.append(queries_to_read(client, lessons[1]))
    assert counts[0] == counts[1] <= 5


def test_html_in_titles_is_shown_as_text(client, student, course):
    module = ModulePage.objects.get()
    lesson = make_lesson(module, "<script>alert(1)</script>", text="fine")
    client.force_login(student)
    page = client.get(lesson.url).content
    assert b"<script>alert(1)" not in page


def test_a_student_without_a_profile_can_study(client, course, lessons):
    person = make_user("bare")
    person.studentprofile.delete()
    enrol(person, course)
    client.force_login(person)
    assert client.get(lessons[1].url).status_code == 200
    assert done(client, lessons[1]).status_code == 302


def test_going_on_leads_to_the_block_where_reading_stopped(client, student, course):
    module = ModulePage.objects.get()
    lesson = make_lesson(
        module,
        "Long",
        body=[("text", f"<p>Part {number}</p>") for number in range(4)],
    )
    blocks = [block.id for block in LessonPage.objects.get(pk=lesson.pk).body]
    client.force_login(student)
    client.get(lesson.url)
    report(client, lesson, seconds=0, place=blocks[2])
    report(client, lesson, seconds=0, place="elsewhere")
    address = f"/learn/courses/{course.pk}/continue/"
    assert client.get(address).url == f"{lesson.url}#block-{blocks[2]}"
    assert f'href="#block-{blocks[2]}"' in client.get(lesson.url).content.decode()
    report(client, lesson, seconds=0, place=blocks[0])
    assert b"where you stopped" not in client.get(lesson.url).content


def test_going_on_never_leads_to_a_closed_lesson(client, student, course, lessons):
    client.force_login(student)
    done(client, lessons[0])
    planets = LessonPage.objects.get(pk=lessons[1].pk)
    planets.opens_at = timezone.now() + timedelta(days=3)
    planets.save_revision().publish()
    address = f"/learn/courses/{course.pk}/continue/"
    assert client.get(address).url == lessons[2].url

    done(client, lessons[2])

    assert client.get(address).url == course.url
    for page in (course.url, "/dashboard/"):
        assert "This lesson opens on" in client.get(page).content.decode()


def test_a_course_whose_missing_lessons_were_taken_away_can_be_completed(
    client, student, course, lessons
):
    client.force_login(student)
    done(client, lessons[0])
    address = f"/learn/courses/{course.pk}/complete/"
    client.post(address)
    assert Enrolment.objects.get(student=student).completed_at is None
    LessonPage.objects.get(pk=lessons[1].pk).delete()
    LessonPage.objects.get(pk=lessons[2].pk).unpublish()
    assert "Complete the course" in client.get(lessons[0].url).content.decode()
    for _ in range(2):
        client.post(address)
    assert Enrolment.objects.get(student=student).status == "completed"
    assert Certificate.objects.count() == 1


def test_lessons_added_after_completion_are_told_and_take_nothing_away(
    client, student, course, lessons
):
    client.force_login(student)
    for lesson in lessons:
        done(client, lesson)
    make_lesson(ModulePage.objects.get(), "Galaxies")
    client.post(f"/learn/lessons/{lessons[1].pk}/not-done/")
    page = client.get(lessons[0].url).content.decode()
    assert "You completed this course. One lesson was added since" in page


def test_two_open_tabs_count_once(client, student, lessons):
    client.force_login(student)
    client.get(lessons[1].url)
    LessonProgress.objects.update(updated_at=timezone.now() - timedelta(seconds=30))
    report(client, lessons[1], seconds=30)
    report(client, lessons[1], seconds=30)
    assert LessonProgress.objects.get().seconds_spent <= 32


def test_a_lesson_shows_the_new_address_of_a_page_it_links_to(client, student, lessons):
    module = ModulePage.objects.get()
    lesson = make_lesson(
        module,
        "Links",
        body=[("text", f'<p><a linktype="page" id="{lessons[2].pk}">there</a></p>')],
    )
    client.force_login(student)
    assert f'href="{lessons[2].url}"' in client.get(lesson.url).content.decode()
    moved = LessonPage.objects.get(pk=lessons[2].pk)
    moved.slug = "meteors"
    moved.save_revision().publish()
    assert "/meteors/" in client.get(lesson.url).content.decode()


def test_dates_are_shown_in_the_time_zone_of_the_student(client, student, lessons):
    """A lesson done at 23:30 in London is done the next day in Kolkata."""
    complete = LessonProgress.objects.create
    complete(
        student=student,
        lesson_key=lessons[1].translation_key,
        status="completed",
        completed_at=datetime(2026, 3, 1, 23, 30, tzinfo=UTC),
    )
    client.force_login(student)
    assert "Done on 1 March 2026" in client.get(lessons[1].url).content.decode()
    student.timezone = "Asia/Kolkata"
    student.save()
    assert "Done on 2 March 2026" in client.get(lessons[1].url).content.decode()


def test_when_a_lesson_opens_is_said_in_the_time_zone_of_the_student(
    client, student, lessons
):
    lessons[1].opens_at = datetime(2099, 3, 1, 23, 30, tzinfo=UTC)
    lessons[1].save_revision().publish()
    student.timezone = "Asia/Kolkata"
    student.save()
    client.force_login(student)
    response = client.get(lessons[1].url)
    assert response.status_code == 403
    assert "opens on 2 March 2099 at 05:00" in response.content.decode()
