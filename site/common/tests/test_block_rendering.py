"""A long lesson costs the same number of queries as a short one (CAT-05)."""

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.images.tests.utils import get_test_image_file

from catalog.models import CourseDocument, CourseImage
from common.blocks import LessonStreamBlock
from learning.models import LessonPage

pytestmark = pytest.mark.django_db


def block(kind, value, key):
    return {"type": kind, "value": value, "id": str(key)}


@pytest.fixture
def fill(course, lessons):
    """Write a lesson that uses everything `times` times, each with files of its own."""

    def write(times):
        lesson = LessonPage.objects.get(pk=lessons[1].pk)
        lesson.body = LessonStreamBlock().to_python(
            [piece for number in range(times) for piece in pieces(number, lessons[0])]
        )
        lesson.save_revision().publish()
        return lesson.pk

    return write


def pieces(number, page):
    images = [
        CourseImage.objects.create(title=f"Image {number}", file=get_test_image_file())
        for _each in range(3)
    ]
    document = CourseDocument.objects.create(
        title="File", file=ContentFile(b"x", name="a.txt")
    )
    link = f'<p><a linktype="page" id="{page.pk}">a page</a></p>'

    def figure(image, key):
        picture = {"image": image.pk, "alt_text": "Sky", "decorative": False}
        value = {"image": picture, "caption": link, "width": "normal"}
        return block("image", value, key)

    inside = [block("text", link, 1), figure(images[1], 2)]
    yield block("text", link, f"{number}a")
    yield figure(images[0], f"{number}b")
    yield figure(images[0], f"{number}bb")
    yield block("file", {"document": document.pk, "description": ""}, f"{number}c")
    yield block(
        "link",
        {"title": "Go", "page": page.pk, "url": "", "description": ""},
        f"{number}d",
    )
    yield block(
        "callout", {"kind": "note", "title": "Note", "body": inside}, f"{number}e"
    )
    yield block(
        "exercise",
        {
            "title": "Try",
            "minutes": 1,
            "body": [figure(images[2], 3)],
            "hint": link,
            "solutions": [
                {"type": "item", "value": {"title": "", "body": inside}, "id": "s"}
            ],
        },
        f"{number}f",
    )
    yield block(
        "video",
        {
            "title": "Film",
            "file": document.pk,
            "hls_url": "",
            "embed_url": "",
            "poster": images[0].pk,
            "captions": document.pk,
            "transcript": link,
        },
        f"{number}g",
    )


def test_rendering_costs_the_same_at_every_length(fill):
    counts = []
    for times in (1, 12):
        pk = fill(times)
        str(LessonPage.objects.get(pk=pk).body)  # draws the pictures once
        lesson = LessonPage.objects.get(pk=pk)
        with CaptureQueriesContext(connection) as queries:
            html = str(lesson.body)
        assert html.count("<img") == times * 5
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 5


def test_a_picture_used_twice_keeps_its_two_alt_texts():
    image = CourseImage.objects.create(title="Sky", file=get_test_image_file())
    stream = LessonStreamBlock().to_python(
        [
            block(
                "image",
                {
                    "image": {"image": image.pk, "alt_text": alt, "decorative": False},
                    "caption": "",
                    "width": "normal",
                },
                alt,
            )
            for alt in ("Clouds", "Rain")
        ]
    )
    html = str(stream)
    assert 'alt="Clouds"' in html
    assert 'alt="Rain"' in html


def test_a_file_that_is_gone_breaks_no_lesson():
    value = {"document": 999_999, "description": ""}
    stream = LessonStreamBlock().to_python([block("file", value, 1)])
    assert "<a" not in str(stream)


def test_a_link_to_a_page_that_is_not_published_leads_nowhere(lessons):
    lessons[0].unpublish()
    value = {"title": "Go", "page": lessons[0].pk, "url": "", "description": ""}
    stream = LessonStreamBlock().to_python([block("link", value, 1)])
    assert "Go" in str(stream)
    assert lessons[0].slug not in str(stream)


def test_a_framed_video_asks_its_site_only_when_it_is_shown():
    value = {
        "title": 'Film "one"',
        "embed_url": "https://youtu.be/dQw4w9WgXcQ",
        "file": None,
        "hls_url": "",
        "poster": None,
        "captions": None,
        "transcript": "",
    }
    html = str(LessonStreamBlock().to_python([block("video", value, 1)]))
    assert 'src="https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?rel=0"' in html
    assert 'title="Film &quot;one&quot;"' in html


@pytest.mark.parametrize("name", LessonStreamBlock().child_blocks)
def test_the_chooser_previews_every_block(client, admin, name):
    definition = LessonPage._meta.get_field("body").stream_block.child_blocks[name]
    client.force_login(admin)
    address = reverse("wagtailadmin_block_preview")
    response = client.get(address, {"id": definition.definition_prefix})
    assert response.status_code == 200
    assert f"block-{name}" in response.content.decode()
