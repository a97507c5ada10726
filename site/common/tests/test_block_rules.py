"""What a block refuses, in words a teacher can act on (CAT-05)."""

import pytest
from django.core.files.base import ContentFile
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.images.tests.utils import get_test_image_file

from catalog.models import CourseDocument, CourseImage
from common.blocks import (
    AudioBlock,
    ExerciseBlock,
    FigureBlock,
    LessonStreamBlock,
    LinkBlock,
    PDFBlock,
    VideoBlock,
)
from common.embeds import find_embed

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"
MP4 = b"\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41" + b"\0" * 64
MP3 = b"ID3\x04" + b"\0" * 64


def document(name, content):
    return CourseDocument.objects.create(
        title=name, file=ContentFile(content, name=name)
    )


def problems(block, **fields):
    """The fields that are wrong, each with its sentence."""
    value = block.to_python(
        {name: getattr(given, "pk", given) for name, given in fields.items()}
    )
    try:
        block.clean(value)
    except StructBlockValidationError as error:
        return {name: wrong.messages[0] for name, wrong in error.block_errors.items()}
    return {}


def test_a_video_needs_a_source():
    assert [*problems(VideoBlock(), title="Film")] == ["file"]


def test_a_video_has_one_source_only():
    film = document("film.mp4", MP4)
    page = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
    assert problems(VideoBlock(), title="Film", file=film) == {}
    assert [*problems(VideoBlock(), title="Film", file=film, embed_url=page)] == [
        "embed_url"
    ]


@pytest.mark.parametrize(
    ("address", "taken"),
    [
        ("https://cdn.example.org/film/master.m3u8", True),
        ("https://cdn.example.org/master.m3u8?token=1", True),
        ("http://cdn.example.org/master.m3u8", False),
        ("https://cdn.example.org/film.mp4", False),
        ("https://cdn.example.org/film.mp4?x=.m3u8", False),
    ],
)
def test_a_stream_is_a_playlist_over_https(address, taken, settings):
    settings.MEDIA_HOSTS = ["https://cdn.example.org"]
    assert (problems(VideoBlock(), title="Film", hls_url=address) == {}) is taken


@pytest.mark.parametrize(
    ("allowed", "taken"),
    [
        ("https://cdn.example.org", True),
        ("cdn.example.org", True),
        ("https://CDN.example.org/films/", True),
        ("*.example.org", True),
        ("https://example.org", False),
        ("*.cdn.example.org", False),
        ("https://cdn.example.org:8443", False),
        ("https://cdn.example.org.elsewhere.example", False),
    ],
)
def test_a_stream_comes_from_a_host_that_browsers_may_load_from(
    allowed, taken, settings
):
    settings.MEDIA_HOSTS = ["https://bucket.example", allowed]
    found = problems(
        VideoBlock(), title="Film", hls_url="https://cdn.example.org/a.m3u8"
    )
    if taken:
        assert found == {}
    else:
        assert "MEDIA_HOSTS" in found["hls_url"]


@pytest.mark.parametrize(
    ("address", "framed"),
    [
        (
            "https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=3",
            "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?rel=0",
        ),
        (
            "https://youtu.be/dQw4w9WgXcQ",
            "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?rel=0",
        ),
        ("https://vimeo.com/76979871", "https://player.vimeo.com/video/76979871?dnt=1"),
        (
            "https://vimeo.com/76979871/8272103f6e",
            "https://player.vimeo.com/video/76979871?dnt=1&h=8272103f6e",
        ),
        ("https://youtube.com.evil.example/watch?v=dQw4w9WgXcQ", None),
        ("https://www.youtube.com/channel/UC123", None),
        ("http://www.youtube.com/watch?v=dQw4w9WgXcQ", None),
        ("https://example.org/film", None),
    ],
)
def test_videos_are_framed_from_known_sites_only(address, framed):
    embed = find_embed(address)
    assert (embed.url if embed else None) == framed
    assert (problems(VideoBlock(), title="Film", embed_url=address) == {}) is bool(
        framed
    )


def test_files_are_judged_by_what_is_in_them():
    fake = document("notes.pdf", b"MZ\x90\0" + b"\0" * 64)
    assert "not a PDF" in problems(PDFBlock(), document=fake, title="")["document"]
    assert problems(PDFBlock(), document=document("a.pdf", PDF), title="") == {}
    assert [*problems(VideoBlock(), title="Film", file=fake)] == ["file"]
    assert [*problems(AudioBlock(), title="Song", file=fake)] == ["file"]
    assert problems(AudioBlock(), title="Song", file=document("a.mp3", MP3)) == {}


def test_captions_start_with_webvtt():
    film = document("film.mp4", MP4)
    text = document("a.vtt", b"hello")
    captions = document("b.vtt", b"\xef\xbb\xbfWEBVTT\n\n00:00.000 --> 00:01.000\nHi\n")
    video = VideoBlock()
    assert [*problems(video, title="Film", file=film, captions=text)] == ["captions"]
    assert problems(video, title="Film", file=film, captions=captions) == {}


def test_a_link_leads_to_one_place(course):
    link = LinkBlock()
    there = "https://example.org/"
    assert [*problems(link, title="There")] == ["page"]
    assert [*problems(link, title="There", page=course, url=there)] == ["url"]
    assert problems(link, title="There", url=there) == {}


def test_a_picture_has_alt_text_or_is_decorative():
    image = CourseImage.objects.create(title="Sky", file=get_test_image_file())

    def wrong(**fields):
        picture = {"image": image.pk, "alt_text": "", "decorative": False, **fields}
        return [*problems(FigureBlock(), image=picture, caption="", width="normal")]

    assert wrong() == ["image"]
    assert wrong(alt_text="Clouds") == []
    assert wrong(decorative=True) == []


def test_a_draft_may_be_unfinished():
    stream = LessonStreamBlock()
    stream.defer_required_validation()
    value = stream.to_python([{"type": "video", "value": {"title": ""}, "id": "1"}])
    assert stream.clean(value)[0].value["title"] == ""


def test_search_knows_the_text_but_not_the_answer():
    exercise = ExerciseBlock()
    value = exercise.normalize(
        {
            "title": "Moons",
            "minutes": 5,
            "body": [("text", "<p>How many?</p>"), ("code", {"code": "count()"})],
            "hint": "rings",
            "solutions": [{"title": "Answer", "body": [("text", "<p>Saturn</p>")]}],
        }
    )
    words = " ".join(exercise.get_searchable_content(value))
    assert "How many?" in words
    assert "count()" in words
    assert "Saturn" not in words
    assert "Source" not in words
