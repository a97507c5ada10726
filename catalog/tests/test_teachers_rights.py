"""A teacher sees and touches their own courses only, at every address of the admin (CAT-07)."""

import json

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.images.tests.utils import get_test_image_file

from catalog.models import CourseDocument, CourseImage, CoursePage, ModulePage
from catalog.services import add_teacher
from learning.models import LessonPage
from tests.factories import make_course, make_lesson, make_module

pytestmark = pytest.mark.django_db

SECRET = "Hidden"
# Every list of the admin, whoever it is meant for.
LISTS = [
    "/admin/",
    "/admin/pages/",
    "/admin/pages/search/?q=hidden",
    "/admin/pages/search/results/?q=hidden",
    "/admin/choose-page/",
    "/admin/choose-page/?page_type=learning.LessonPage",
    "/admin/choose-page/?page_type=catalog.ModulePage",
    "/admin/choose-page/search/?q=hidden+draft",
    "/admin/choose-page/search/?q=hidden&page_type=learning.LessonPage",
    "/admin/images/",
    "/admin/images/?q=hidden",
    "/admin/images/chooser/",
    "/admin/images/chooser/results/?q=hidden",
    "/admin/documents/",
    "/admin/documents/?q=hidden",
    "/admin/documents/chooser/",
    "/admin/documents/chooser/results/?q=hidden",
    "/admin/reports/site-history/",
    "/admin/reports/aging-pages/",
    "/admin/reports/locked/",
    "/admin/reports/workflow/",
    "/admin/reports/workflow_tasks/",
    "/admin/reports/page-types-usage/",
    "/admin/catalogue/courses/",
    "/admin/catalogue/courses/results/",
    "/admin/catalogue/categories/",
    "/admin/collections/",
    "/admin/workflows/list/",
    "/admin/pages/usage/learning/lessonpage/",
    "/admin/pages/usage/catalog/coursepage/",
    "/admin/api/main/pages/?child_of=root&for_explorer=1",
    "/admin/api/main/pages/",
    "/admin/api/main/pages/?search=hidden",
    "/admin/api/main/pages/?type=learning.LessonPage",
    "/admin/api/main/images/",
    "/admin/api/main/documents/",
    "/admin/tag-autocomplete/?term=a",
    "/admin/users/",
    "/admin/groups/",
    "/admin/redirects/",
    "/admin/sites/",
    "/admin/reports/workflow/?status=all",
    "/admin/reports/site-history/?action=wagtail.create",
    "/admin/images/chooser/?collection_id=1",
    "/admin/pages/1/?q=hidden",
    "/admin/reports/",
    "/admin/settings/",
    "/admin/snippets/",
    "/admin/people/import/",
    "/admin/applications/",
]


@pytest.fixture
def theirs(other_teacher):
    """A course of somebody else's, with a draft, a picture and a document."""
    course = make_course(other_teacher, f"{SECRET} course", code="HID-1")
    module = make_module(course, f"{SECRET} module")
    make_lesson(module, f"{SECRET} lesson")
    make_lesson(module, f"{SECRET} draft", draft=True)
    where = {"collection": course.team.collection}
    CourseImage.objects.create(
        title=f"{SECRET} image", file=get_test_image_file(), **where
    )
    CourseDocument.objects.create(
        title=f"{SECRET} document", file=ContentFile(b"x", name="a.txt"), **where
    )
    return course


@pytest.fixture
def desk(client, teacher, course):
    """The teacher of `course` at work."""
    client.force_login(teacher)
    return client


def page_addresses(page):
    revision = page.latest_revision_id
    yield reverse("wagtailadmin_explore", args=[page.pk])
    for name in (
        "edit",
        "delete",
        "unpublish",
        "move",
        "copy",
        "history",
        "usage",
        "view_draft",
        "workflow_history",
        "add_subpage",
        "revisions_index",
        "privacy",
        "lock",
        "preview_on_edit",
    ):
        names = {"privacy": "wagtailadmin_pages:set_privacy"}
        try:
            yield reverse(names.get(name, f"wagtailadmin_pages:{name}"), args=[page.pk])
        except Exception:
            continue
    yield reverse(
        "wagtailadmin_pages:revisions_compare", args=[page.pk, "earliest", "latest"]
    )
    yield reverse("wagtailadmin_pages:revisions_view", args=[page.pk, revision])
    yield reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, revision])
    if not isinstance(page, CoursePage):  # a published course is public by name
        yield reverse("wagtailadmin_choose_page_child", args=[page.pk])
    yield f"/admin/api/main/pages/{page.pk}/"


def test_the_pages_of_others_are_out_of_reach(desk, theirs):
    for model in (CoursePage, ModulePage, LessonPage):
        page = model.objects.descendant_of(theirs, inclusive=True).first()
        for address in page_addresses(page):
            response = desk.get(address)
            assert response.status_code in {302, 403, 404, 405}, address
            assert SECRET not in response.content.decode(errors="replace"), address


def test_the_chooser_shows_a_course_of_others_but_nothing_inside(desk, theirs):
    address = reverse("wagtailadmin_choose_page_child", args=[theirs.pk])
    body = desk.get(address).content.decode()
    assert f"{SECRET} course" in body
    assert f"{SECRET} module" not in body


def test_own_pages_are_within_reach(desk, course):
    page = LessonPage.objects.descendant_of(course).first()
    for name in ("edit", "history", "usage", "move", "copy"):
        address = reverse(f"wagtailadmin_pages:{name}", args=[page.pk])
        assert desk.get(address).status_code == 200, address


def body_of(client, address):
    """What a list says, but for the titles of published courses, which the public knows."""
    response = client.get(address)
    assert response.status_code in {200, 302, 403, 404}, address
    body = response.content.decode()
    if address.startswith("/admin/choose-page/"):
        body = body.replace(f"{SECRET} course", "")
    return body


def test_no_list_of_the_admin_names_what_is_not_theirs(desk, theirs):
    for address in LISTS:
        for line in body_of(desk, address).splitlines():
            assert SECRET not in line, (address, line)


def test_a_counselor_finds_nothing_of_courses_and_nobody(
    client, counselor, theirs, student
):
    client.force_login(counselor)
    home = client.get("/admin/").content.decode()
    for word in ("New course", "Your courses", "/admin/users/", "/admin/reports/"):
        assert word not in home, word
    for address in LISTS:
        body = body_of(client, address)
        assert SECRET not in body, address
        assert student.email not in body, address


def test_a_counselor_who_co_teaches_has_that_course_alone(
    client, counselor, theirs, course
):
    add_teacher(course=course, user=counselor)
    client.force_login(counselor)
    home = client.get("/admin/").content.decode()
    assert "Astronomy" in home
    assert SECRET not in home
    for page, reached in ((course, True), (theirs, False)):
        address = reverse("wagtailadmin_pages:edit", args=[page.pk])
        assert (client.get(address).status_code == 200) is reached


def test_what_others_did_yesterday_greets_nobody_else(
    client, teacher, other_teacher, theirs
):
    """Recent edits and submissions on the first page are one's own."""
    lesson = LessonPage.objects.descendant_of(theirs).first()
    lesson.save_revision(user=other_teacher, log_action=True)
    lesson.get_workflow().start(lesson, other_teacher)
    for person, sees in ((other_teacher, True), (teacher, False)):
        client.force_login(person)
        assert (SECRET in client.get("/admin/").content.decode()) is sees


def test_the_files_of_others_are_out_of_reach(desk, theirs):
    image, document = CourseImage.objects.get(), CourseDocument.objects.get()
    for address in (
        reverse("wagtailimages:edit", args=[image.pk]),
        reverse("wagtailimages:delete", args=[image.pk]),
        reverse("wagtailimages:url_generator", args=[image.pk]),
        reverse("wagtailimages:image_usage", args=[image.pk]),
        reverse("wagtailimages:preview", args=[image.pk, "original"]),
        reverse("wagtailimages_chooser:chosen", args=[image.pk]),
        reverse("wagtaildocs:edit", args=[document.pk]),
        reverse("wagtaildocs:delete", args=[document.pk]),
        reverse("wagtaildocs:document_usage", args=[document.pk]),
        reverse("wagtaildocs_chooser:chosen", args=[document.pk]),
        f"/admin/api/main/images/{image.pk}/",
        f"/admin/api/main/documents/{document.pk}/",
        image.file.url,
        document.file.url,
    ):
        response = desk.get(address)
        assert response.status_code in {302, 403, 404}, address
        assert SECRET not in response.content.decode(errors="replace"), address


def test_bulk_actions_leave_the_pages_of_others_alone(desk, theirs):
    lesson = LessonPage.objects.descendant_of(theirs).first()
    for action in ("delete", "publish", "unpublish", "move"):
        address = (
            reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
            + f"?id={lesson.pk}"
        )
        shown = desk.get(address)
        assert shown.status_code in {200, 302}, action
        assert SECRET not in shown.content.decode(), action
        desk.post(address, {"chooser": theirs.pk, "move_applicable": "on"})
        lesson.refresh_from_db()
        assert lesson.live, action


def test_bulk_actions_name_no_files_and_no_people(desk, theirs, admin):
    image, document = CourseImage.objects.get(), CourseDocument.objects.get()
    for model, pk in (
        (["catalog", "courseimage"], image.pk),
        (["catalog", "coursedocument"], document.pk),
        (["accounts", "user"], admin.pk),
    ):
        address = reverse("wagtail_bulk_action", args=[*model, "delete"])
        body = desk.get(f"{address}?id={pk}").content.decode()
        assert SECRET not in body
        assert admin.username not in body


def test_the_last_step_of_a_move_names_no_page_of_others(desk, theirs, course):
    lesson = LessonPage.objects.descendant_of(theirs).first()
    module = course.get_first_child()
    for address in (
        reverse("wagtailadmin_pages:move_confirm", args=[lesson.pk, module.pk]),
        reverse("wagtailadmin_pages:move_confirm", args=[module.pk, theirs.pk]),
        reverse("wagtailadmin_pages:confirm_workflow_cancellation", args=[lesson.pk]),
    ):
        response = desk.get(address)
        assert response.status_code in {302, 403}, address
        assert SECRET not in response.content.decode(), address


def test_nothing_is_written_below_the_course_of_another(desk, theirs):
    for address in (
        reverse("wagtailadmin_pages:add", args=["catalog", "modulepage", theirs.pk]),
        reverse("wagtailadmin_pages:edit", args=[theirs.pk]),
        reverse("wagtailadmin_pages:delete", args=[theirs.pk]),
    ):
        response = desk.post(address, {"title": "Mine now", "slug": "mine"})
        assert response.status_code in {302, 403, 404}
    theirs.refresh_from_db()
    assert theirs.title == f"{SECRET} course"
    assert theirs.get_children().count() == 1


def test_a_teacher_adds_nothing_to_the_catalogue_itself(desk, course):
    index = course.get_parent()
    for address in (
        reverse("wagtailadmin_pages:add_subpage", args=[index.pk]),
        reverse("wagtailadmin_pages:edit", args=[index.pk]),
    ):
        assert desk.get(address).status_code == 302, address


def test_the_explorer_opens_at_the_only_course(desk, course):
    response = desk.get("/admin/pages/", follow=True)
    assert response.redirect_chain[-1][0] == f"/admin/pages/{course.pk}/"


def test_a_published_course_may_be_chosen_as_a_prerequisite(desk, theirs):
    index = theirs.get_parent()
    response = desk.get(f"/admin/choose-page/{index.pk}/?page_type=catalog.CoursePage")
    assert "Hidden course" in json.loads(response.content)["html"]


def test_a_teacher_reorders_published_lessons_in_their_course(desk, course, lessons):
    address = reverse("wagtailadmin_pages:set_page_position", args=[lessons[2].pk])
    assert desk.post(address + "?position=0").status_code == 200
    titles = LessonPage.objects.descendant_of(course).order_by("path")
    assert [page.title for page in titles] == ["Comets", "Stars", "Planets"]


def test_a_teacher_moves_a_published_lesson_to_another_module(desk, course, lessons):
    module = make_module(course, "Later")
    address = reverse(
        "wagtailadmin_pages:move_confirm", args=[lessons[0].pk, module.pk]
    )
    desk.post(address)
    assert LessonPage.objects.get(pk=lessons[0].pk).get_parent().pk == module.pk


def test_a_published_lesson_is_not_moved_into_another_course(desk, teacher, lessons):
    elsewhere = make_module(make_course(teacher), "Elsewhere")
    address = reverse(
        "wagtailadmin_pages:move_confirm", args=[lessons[0].pk, elsewhere.pk]
    )
    assert desk.post(address).status_code == 302
    assert LessonPage.objects.get(pk=lessons[0].pk).get_parent().title == "The sky"


def test_lessons_of_another_course_are_not_reordered(desk, theirs):
    lesson = LessonPage.objects.descendant_of(theirs).first()
    address = reverse("wagtailadmin_pages:set_page_position", args=[lesson.pk])
    assert desk.post(address + "?position=1").status_code in {302, 403}
    assert LessonPage.objects.descendant_of(theirs).first() == lesson


def test_a_teacher_deletes_a_draft_but_not_what_is_published(desk, lessons):
    draft = make_lesson(lessons[0].get_parent(), "Moons", draft=True)
    assert desk.get(
        reverse("wagtailadmin_pages:delete", args=[lessons[0].pk])
    ).status_code in {302, 403}
    desk.post(reverse("wagtailadmin_pages:delete", args=[draft.pk]))
    assert not LessonPage.objects.filter(pk=draft.pk).exists()
    assert LessonPage.objects.filter(pk=lessons[0].pk).exists()
