"""Course files are private, also by their direct address (CAT-08)."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile
from wagtail.images.tests.utils import get_test_image_file

from catalog.models import CourseDocument, CourseImage
from learning.files import decide_file, visible_documents
from learning.models import LessonPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def handout(course, lessons):
    """A document in the course's collection, used by the second lesson."""
    document = CourseDocument.objects.create(
        title="Handout",
        collection=course.team.collection,
        file=ContentFile(b"0123456789", name="handout.txt"),
    )
    lesson = lessons[1]
    lesson.body = [("file", {"document": document, "description": ""})]
    lesson.save_revision().publish()
    return document


def test_only_those_who_may_read_the_lesson_fetch_its_file(
    client,
    handout,
    student,
    stranger,
    teacher,
    other_teacher,
    admin,
    counselor,
    suspended,
):
    answers = {}
    for user in [student, stranger, teacher, other_teacher, admin, counselor]:
        client.force_login(user)
        answers[user.username] = client.get(handout.url).status_code
    assert answers == {
        "stella": 200,
        "stranger": 403,
        "tara": 200,
        "otto": 403,
        "amara": 200,
        "cora": 403,
    }
    client.logout()
    assert client.get(handout.url).url.startswith("/accounts/login/?next=/media/")
    assert not decide_file(suspended, handout.file.name)[0]


def test_a_free_preview_opens_its_file_to_everybody(handout, lessons):
    LessonPage.objects.filter(pk=lessons[1].pk).update(free_preview=True)
    assert decide_file(AnonymousUser(), handout.file.name)[0]


def test_an_unpublished_lesson_closes_its_file(handout, student, lessons):
    LessonPage.objects.get(pk=lessons[1].pk).unpublish()
    assert not decide_file(student, handout.file.name)[0]


def test_a_private_page_closes_its_files_until_it_opens(
    client, course, handout, lessons, student, teacher
):
    restriction = course.view_restrictions.create(
        restriction_type="password", password="open sesame"
    )
    client.force_login(teacher)
    assert client.get(handout.url).status_code == 200
    client.force_login(student)
    refused = client.get(handout.url)
    assert refused.status_code == 403
    assert "The page with this file is private" in refused.content.decode()
    client.post(
        f"/_util/authenticate_with_password/{restriction.pk}/{lessons[1].pk}/",
        {"password": "open sesame", "return_url": lessons[1].url},
    )
    assert client.get(handout.url).status_code == 200


def test_a_picture_of_a_private_page_is_kept_by_no_shared_cache(client, course):
    image = CourseImage.objects.create(
        title="Sky", collection=course.team.collection, file=get_test_image_file()
    )
    course.thumbnail = image
    course.save_revision().publish()
    assert "public" in client.get(image.file.url).headers["Cache-Control"]
    restriction = course.view_restrictions.create(
        restriction_type="password", password="open sesame"
    )
    assert client.get(image.file.url).status_code == 302
    client.post(
        f"/_util/authenticate_with_password/{restriction.pk}/{course.pk}/",
        {"password": "open sesame", "return_url": course.url},
    )
    opened = client.get(image.file.url)
    assert opened.status_code == 200
    assert "public" not in opened.headers["Cache-Control"]


def test_a_rendition_is_as_private_as_its_picture(
    client, course, lessons, student, stranger
):
    image = CourseImage.objects.create(
        title="Chart", collection=course.team.collection, file=get_test_image_file()
    )
    lesson = lessons[1]
    lesson.body = [
        ("image", {"image": image, "caption": "", "width": "normal"}),
    ]
    lesson.save_revision().publish()
    url = image.get_rendition("width-50").url
    client.force_login(stranger)
    assert client.get(url).status_code == 403
    client.force_login(student)
    assert client.get(url).status_code == 200


def test_a_file_that_no_page_uses_is_for_the_course_s_teachers(
    course, student, teacher
):
    document = CourseDocument.objects.create(
        title="Draft",
        collection=course.team.collection,
        file=ContentFile(b"x", name="draft.txt"),
    )
    assert not decide_file(student, document.file.name)[0]
    assert decide_file(teacher, document.file.name)[0]


def test_the_course_s_picture_is_public(client, course):
    image = CourseImage.objects.create(
        title="Cover", collection=course.team.collection, file=get_test_image_file()
    )
    course.thumbnail = image
    course.save_revision().publish()
    response = client.get(image.get_rendition("width-50").url)
    assert response.status_code == 200
    assert response.headers["Cache-Control"].startswith("public")


@pytest.mark.parametrize(
    ("wanted", "status", "body"),
    [
        ("bytes=2-4", 206, b"234"),
        ("bytes=7-", 206, b"789"),
        ("bytes=-3", 206, b"789"),
        ("bytes=20-", 416, b""),
        ("bytes=4-2", 416, b""),
        ("nonsense", 200, b"0123456789"),
    ],
)
def test_a_film_can_be_wound_forward(client, student, handout, wanted, status, body):
    client.force_login(student)
    response = client.get(handout.url, headers={"Range": wanted})
    assert (response.status_code, response.getvalue()) == (status, body)


def test_a_file_that_holds_markup_can_not_act_for_the_site(client, student, handout):
    client.force_login(student)
    response = client.get(handout.url)
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["Content-Security-Policy"].startswith("sandbox")
    assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "name", ["../db.sqlite3", "images/../../x", "a%00b", "nowhere.png"]
)
def test_an_address_outside_the_store_is_not_found(client, student, name):
    client.force_login(student)
    assert client.get("/media/" + name).status_code == 404


def test_visible_documents_agrees_with_decide_file(
    handout, student, stranger, teacher, other_teacher, admin, counselor, suspended
):
    cast = [student, stranger, teacher, other_teacher, admin, counselor, suspended]
    for user in [AnonymousUser(), *cast]:
        assert visible_documents(user).exists() == bool(
            decide_file(user, handout.file.name)[0]
        )


def test_nginx_is_asked_to_send_the_file_where_it_is_set_up(
    client, settings, student, handout
):
    settings.MEDIA_ACCEL_PREFIX = "/protected/"
    client.force_login(student)
    response = client.get(handout.url)
    assert response.headers["X-Accel-Redirect"] == "/protected/" + handout.file.name
    assert response.content == b""
