"""What teachers upload in the admin is judged by content (CAT-08)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.images.tests.utils import get_test_image_file, get_test_image_file_jpeg

from catalog.models import CourseDocument, CourseImage

pytestmark = pytest.mark.django_db


def content_of(file):
    file.seek(0)
    return file.read()


def plain(response):
    """The page with its spaces as one types them."""
    return response.content.decode().replace("\xa0", " ")


def upload(client, kind, course, name, content):
    return client.post(
        f"/admin/{kind}/add/",
        {
            "title": "Upload",
            "collection": course.team.collection_id,
            "file": SimpleUploadedFile(name, content),
        },
    )


def test_a_program_that_calls_itself_a_pdf_is_refused_with_a_word(
    client, teacher, course
):
    client.force_login(teacher)
    response = upload(
        client, "documents", course, "notes.pdf", b"MZ\x90\0" + b"\0" * 100
    )
    assert "is not a PDF file" in response.content.decode()
    assert not CourseDocument.objects.exists()


def test_a_real_pdf_is_taken(client, teacher, course):
    client.force_login(teacher)
    response = upload(client, "documents", course, "notes.pdf", b"%PDF-1.7\n%%EOF\n")
    assert response.status_code == 302, response.content.decode()[-3000:]
    assert CourseDocument.objects.get().collection == course.team.collection


def test_an_svg_with_a_script_is_refused_with_a_word(client, teacher, course):
    client.force_login(teacher)
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><script>1</script></svg>'
    response = upload(client, "images", course, "drawing.svg", svg)
    assert "contains a script" in response.content.decode()
    assert not CourseImage.objects.exists()


def test_a_picture_that_is_none_is_refused_with_a_word(client, teacher, course):
    client.force_login(teacher)
    response = upload(client, "images", course, "photo.png", b"this is no picture")
    assert response.status_code == 200
    assert not CourseImage.objects.exists()


def test_a_document_that_is_too_big_is_refused_with_a_word(
    client, teacher, course, settings
):
    settings.DOCUMENT_MAX_UPLOAD_SIZE = 1000
    client.force_login(teacher)
    response = upload(
        client, "documents", course, "notes.pdf", b"%PDF-1.7\n" + b"x" * 1000
    )
    assert "The most that can be uploaded is 1000" in plain(response)
    assert not CourseDocument.objects.exists()


def test_a_picture_that_is_too_big_is_refused_with_a_word(client, teacher, course):
    client.force_login(teacher)
    picture = content_of(get_test_image_file()) + b"\0" * (10 * 1024 * 1024)
    response = upload(client, "images", course, "photo.png", picture)
    assert "This file is too big" in plain(response)
    assert not CourseImage.objects.exists()


def test_a_photograph_that_calls_itself_a_png_is_refused_with_a_word(
    client, teacher, course
):
    client.force_login(teacher)
    jpeg = content_of(get_test_image_file_jpeg())
    response = upload(client, "images", course, "photo.png", jpeg)
    assert "Not a valid .png image" in plain(response)
    assert not CourseImage.objects.exists()


def test_several_at_once_are_judged_one_by_one(client, teacher, course):
    client.force_login(teacher)
    response = client.post(
        "/admin/documents/multiple/add/",
        {
            "title": "Upload",
            "collection": course.team.collection_id,
            "files[]": SimpleUploadedFile("notes.pdf", b"MZ\x90\0" + b"\0" * 100),
        },
    )
    assert "is not a PDF file" in response.json()["error_message"]
    assert not CourseDocument.objects.exists()
