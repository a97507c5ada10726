"""A new course, a copy of one, its teachers, and its end, through the admin (CAT-07, CAT-09)."""

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page

from catalog.models import CoursePage
from catalog.services import add_teacher, set_trusted
from learning.models import LessonPage
from tests.factories import enrol, make_course, make_lesson, make_module, make_user

pytestmark = pytest.mark.django_db

NEW = {"title": "Algebra", "code": "ALG-1", "level": "beginner"}


def messages_of(response):
    return " ".join(str(message) for message in response.context["messages"])


def test_a_teacher_makes_a_course_and_lands_in_it(client, teacher):
    client.force_login(teacher)
    response = client.post(reverse("courses_admin:new"), NEW)
    course = CoursePage.objects.get(code="ALG-1")
    assert response.url == reverse("wagtailadmin_pages:edit", args=[course.pk])
    assert course.is_taught_by(teacher)
    assert client.get(response.url).status_code == 200


def test_a_double_click_makes_one_course(client, teacher):
    client.force_login(teacher)
    urls = {client.post(reverse("courses_admin:new"), NEW).url for _click in range(2)}
    assert len(urls) == 1
    assert CoursePage.objects.count() == 1


def test_a_code_that_is_taken_is_said_at_its_field(client, teacher, course):
    client.force_login(teacher)
    response = client.post(reverse("courses_admin:new"), {**NEW, "code": "ast-1"})
    assert "ast-1" in response.context["form"].errors["code"][0].lower()


def test_an_admin_makes_a_course_for_a_teacher(client, admin, teacher):
    client.force_login(admin)
    client.post(reverse("courses_admin:new"), {**NEW, "owner": teacher.pk})
    assert CoursePage.objects.get(code="ALG-1").is_taught_by(teacher)


def test_a_teacher_makes_no_course_for_others(client, teacher, other_teacher):
    client.force_login(teacher)
    client.post(reverse("courses_admin:new"), {**NEW, "owner": other_teacher.pk})
    assert CoursePage.objects.get(code="ALG-1").is_taught_by(teacher)


def test_a_counselor_makes_no_course(client, counselor):
    client.force_login(counselor)
    assert client.post(reverse("courses_admin:new"), NEW).status_code in {302, 403}
    assert not CoursePage.objects.exists()


def test_wagtail_s_own_ways_to_add_and_copy_lead_here(client, admin, course):
    client.force_login(admin)
    index = course.get_parent()
    add = reverse("wagtailadmin_pages:add", args=["catalog", "coursepage", index.pk])
    assert client.get(add).url == reverse("courses_admin:new")
    copy = reverse("wagtailadmin_pages:copy", args=[course.pk])
    assert client.get(copy).url == reverse("courses_admin:copy", args=[course.pk])


def test_a_teacher_copies_their_own_course_only(client, teacher, other_teacher, course):
    address = reverse("courses_admin:copy", args=[course.pk])
    fields = {"title": "Astronomy again", "code": "AST-2"}
    client.force_login(other_teacher)
    assert client.post(address, fields).status_code == 404
    client.force_login(teacher)
    client.post(address, fields)
    copy = CoursePage.objects.get(code="AST-2")
    assert LessonPage.objects.descendant_of(copy).count() == 3


def test_a_counselor_who_co_teaches_makes_no_copy(client, counselor, course):
    add_teacher(course=course, user=counselor)
    client.force_login(counselor)
    address = reverse("courses_admin:copy", args=[course.pk])
    assert client.get(address).status_code in {302, 403}
    client.post(address, {"title": "Astronomy again", "code": "AST-2"})
    assert CoursePage.objects.get() == course


def test_the_owner_shares_the_course(client, teacher, other_teacher, course):
    address = reverse("courses_admin:teachers", args=[course.pk])
    client.force_login(teacher)
    client.post(address, {"action": "add", "user": other_teacher.pk})
    assert course.teacher_rows.count() == 2
    client.post(address, {"action": "remove", "user": other_teacher.pk})
    assert course.teacher_rows.count() == 1


@pytest.mark.parametrize("action", ["trust", "hand_over"])
def test_the_owner_does_not_do_what_is_for_admins(
    client, teacher, other_teacher, course, action
):
    client.force_login(teacher)
    address = reverse("courses_admin:teachers", args=[course.pk])
    client.post(address, {"action": action, "user": other_teacher.pk})
    assert not course.is_trusted
    assert course.teacher_rows.get().user == teacher


def test_a_co_teacher_looks_but_does_not_change(client, course, other_teacher):
    add_teacher(course=course, user=other_teacher)
    client.force_login(other_teacher)
    address = reverse("courses_admin:teachers", args=[course.pk])
    assert client.get(address).status_code == 200
    client.post(address, {"action": "remove", "user": other_teacher.pk})
    assert course.teacher_rows.count() == 2


@pytest.mark.parametrize("value", ["", "abc", "999999", "²"])
def test_a_stale_or_odd_choice_is_answered_in_words(client, teacher, course, value):
    client.force_login(teacher)
    address = reverse("courses_admin:teachers", args=[course.pk])
    response = client.post(address, {"action": "add", "user": value}, follow=True)
    assert "Choose a person" in messages_of(response)


def test_a_course_with_students_is_kept_whoever_deletes_it(
    client, super_admin, course, student
):
    client.force_login(super_admin)
    home = Page.objects.get(depth=2)
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    for page in (course, course.get_parent(), home):
        address = reverse("wagtailadmin_pages:delete", args=[page.pk])
        assert client.post(address).status_code == 302
        client.post(f"{bulk}?id={page.pk}", {"confirm_site_name": "Jeevi Academy"})
        api = f"/admin/api/main/pages/{page.pk}/action/delete/"
        assert client.post(api).status_code in {403, 404}
    assert CoursePage.objects.filter(pk=course.pk).exists()


def test_a_course_without_students_is_deleted(client, admin, teacher):
    course = make_course(teacher, draft=True)
    client.force_login(admin)
    client.post(reverse("wagtailadmin_pages:delete", args=[course.pk]))
    assert not CoursePage.objects.exists()


def test_a_teacher_submits_and_an_admin_approves(client, teacher, admin, course):
    module = course.get_children().get().specific
    draft = make_lesson(module, "Moons", draft=True)
    edit = reverse("wagtailadmin_pages:edit", args=[draft.pk])
    client.force_login(teacher)
    form = client.get(edit).content.decode()
    assert "action-submit" in form
    assert 'name="action-publish"' not in form
    draft.get_workflow().start(draft, teacher)
    assert [mail.to for mail in mail.outbox] == [[admin.email]]

    client.force_login(admin)
    home = client.get("/admin/").content.decode()
    assert "Moons" in home
    assert reverse("wagtailadmin_pages:view_draft", args=[draft.pk]) in home
    state = draft.current_workflow_task_state
    approve = reverse(
        "wagtailadmin_pages:workflow_action", args=[draft.pk, "approve", state.pk]
    )
    client.post(approve, {"comment": ""})
    draft.refresh_from_db()
    assert draft.live


def test_the_reviewer_is_led_to_what_changed(client, teacher, admin, lessons):
    lesson = lessons[0]
    lesson.title = "Stars and suns"
    revision = lesson.save_revision(user=teacher)
    lesson.get_workflow().start(lesson, teacher)
    client.force_login(admin)
    compare = reverse(
        "wagtailadmin_pages:revisions_compare", args=[lesson.pk, "live", revision.pk]
    )
    assert compare in client.get("/admin/").content.decode()
    assert (
        compare
        in client.get(
            reverse("wagtailadmin_pages:edit", args=[lesson.pk])
        ).content.decode()
    )
    assert "Stars and suns" in mail.outbox[0].body
    assert compare in mail.outbox[0].body


def test_a_trusted_teacher_publishes(client, teacher, admin, course, lessons):
    set_trusted(course=course, trusted=True, by=admin)
    client.force_login(teacher)
    edit = reverse("wagtailadmin_pages:edit", args=[lessons[0].pk])
    assert 'name="action-publish"' in client.get(edit).content.decode()


def test_a_teacher_is_greeted_with_their_courses(
    client, teacher, course, lessons, student
):
    make_lesson(lessons[0].get_parent(), "Moons", draft=True)
    client.force_login(teacher)
    body = client.get("/admin/").content.decode()
    assert "Astronomy" in body
    assert "New course" in body
    assert "Review" not in body


def test_the_greeting_costs_the_same_for_many_courses(client, teacher, course):
    client.force_login(teacher)
    client.get("/admin/")
    counts = []
    for _size in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get("/admin/")
        counts.append(len(queries))
        for _number in range(6):
            make_module(make_course(teacher))
    assert counts[0] == counts[1]


def test_only_admins_see_the_menus_of_the_whole_academy(client, teacher, admin):
    for user, sees in ((teacher, False), (admin, True)):
        client.force_login(user)
        body = client.get("/admin/").content.decode()
        assert ("/admin/catalogue/courses/" in body) is sees
        assert ("/admin/reports/site-history/" in body) is sees


def test_the_list_of_all_courses_costs_the_same_for_many(client, admin, teacher):
    client.force_login(admin)
    counts = []
    for _size in range(2):
        for _number in range(4):
            make_course(teacher)
        client.get("/admin/catalogue/courses/")
        with CaptureQueriesContext(connection) as queries:
            response = client.get("/admin/catalogue/courses/")
        assert response.status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_list_of_all_courses_counts_everybody_who_has_not_left(
    client, admin, student, course
):
    for status in ("paused", "completed", "dropped"):
        enrol(make_user(), course, status=status)
    client.force_login(admin)
    listing = client.get("/admin/catalogue/courses/")
    assert [row.student_count for row in listing.context["object_list"]] == [3]


def test_an_admin_keeps_the_shelves(client, admin):
    client.force_login(admin)
    client.post(
        "/admin/catalogue/categories/add/", {"name": "Science", "slug": "science"}
    )
    assert "Science" in client.get("/admin/catalogue/categories/").content.decode()
