"""Every main page on every screen, by keyboard, with what people put into it (CAT-05, CAT-06, LRN-01…06)."""

import wave
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.images.tests.utils import get_test_image_file

from accounts.models import Role
from catalog.models import Category, CourseDocument, CourseImage
from common.blocks import LessonStreamBlock
from learning.models import Certificate, LessonPage
from learning.services import complete_lesson
from tests.browser import flaws
from tests.factories import enrol, make_course, make_lesson, make_module, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmütze"


# --- What the pages are about -------------------------------------------------------


def lesson_of_everything(course):
    """Return a lesson with a block of every kind, drawn from what the blocks show of themselves."""
    kinds = LessonStreamBlock().child_blocks

    def document(name, content):
        return CourseDocument.objects.create(
            title=name,
            collection=course.team.collection,
            file=ContentFile(content, name=name),
        ).pk

    sheet = Path(settings.BASE_DIR, "static/img/previews/page.pdf").read_bytes()
    pdf, sound = document("sheet.pdf", sheet), document("sound.wav", silence())
    image = CourseImage.objects.create(
        title="Sky", collection=course.team.collection, file=get_test_image_file()
    ).pk
    picture = {"image": image, "alt_text": "The sky", "decorative": False}
    files = {
        "image": {"image": picture, "caption": "<p>At night</p>", "width": "wide"},
        "video": {
            "title": "A film",
            "file": sound,
            "hls_url": "",
            "embed_url": "",
            "poster": image,
            "captions": None,
            "transcript": "<p>Nobody speaks.</p>",
        },
        "audio": {"title": "A sound", "file": sound, "transcript": "<p>Silence.</p>"},
        "pdf": {"document": pdf, "title": "A sheet"},
        "file": {"document": pdf, "description": "To print"},
    }
    body = [
        (name, kind.to_python(files[name]))
        if name in files
        else (name, kind.get_preview_value())
        for name, kind in kinds.items()
    ]
    return make_lesson(
        make_module(course, "Everything"),
        "Everything",
        body=body,
        objectives=[("objective", "Know every block")],
        key_points=[("point", "There are many")],
    )


def silence():
    content = BytesIO()
    with wave.open(content, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(8000)
        sound.writeframes(bytes([128]) * 8000)
    return content.getvalue()


@pytest.fixture
def academy(course, lessons, student, stranger, teacher):
    """Courses of every policy and a student who learned, changed and completed something."""
    course.category = Category.objects.create(name="Science", slug="science")
    course.summary = "Look up."
    course.objectives = [("objective", f"Spell {LONG}")]
    course.description = [("text", "<h2>How</h2><p>By night.</p>")]
    course.licence = "CC BY 4.0"
    course.tags.add("night")
    course.save_revision().publish()
    teacher.teacherprofile.bio = "Knows the sky."
    teacher.teacherprofile.save()
    everything = lesson_of_everything(course)

    complete_lesson(student=student, lesson=lessons[1])
    changed = LessonPage.objects.get(pk=lessons[1].pk)
    changed.body = [("text", "<p>Pluto is none.</p>")]
    changed.change_significance = "corrective"
    changed.change_note = "Pluto was counted."
    changed.save_revision().publish()

    small = make_course(teacher, "Tides", enrolment_policy="key", enrolment_key="moon")
    complete = make_lesson(make_module(small, "Shore"), "High water")
    enrol(student, small)
    complete_lesson(student=student, lesson=complete)

    full = make_course(teacher, LONG, capacity=1)
    make_lesson(make_module(full, LONG), LONG)
    enrol(make_user("first"), full)
    asked = make_course(teacher, "Bread", enrolment_policy="approval")
    later = make_lesson(
        make_module(asked, "Dough"),
        "Proof",
        opens_at=timezone.now() + timedelta(days=3),
    )
    enrol(student, asked)
    return {
        "course": course.url,
        "module": f"{course.url}the-sky/",
        "preview": lessons[0].url,
        "closed": lessons[2].url,
        "changed": lessons[1].url,
        "everything": everything.url,
        "key": small.url,
        "full": full.url,
        "ask": asked.url,
        "later": later.url,
        "certificate": f"/certificates/{Certificate.objects.get().number}/",
    }


# --- What is asked of every page ----------------------------------------------------


def flaws_of(browser, addresses, user=None):
    """Go from page to page in one browser; return what is wrong on the way."""
    page = browser.open("/robots.txt", user=user)
    found = []
    for address in addresses:
        page.goto(address)
        found += flaws(page)
    return found


def test_what_visitors_see(browser, academy):
    addresses = [
        "/",
        "/courses/",
        "/courses/?level=beginner&category=science",
        "/courses/?q=nothing+is+called+this",
        academy["course"],
        academy["full"],
        academy["module"],
        academy["preview"],
        academy["closed"],
        "/certificates/",
        academy["certificate"],
        "/accounts/login/",
        "/accounts/signup/",
        "/nowhere/",
    ]
    assert flaws_of(browser, addresses) == []
    browser.forgive("status of 403")
    browser.forgive("status of 404")


def test_what_students_see(browser, academy, student):
    addresses = [
        academy["course"],
        academy["everything"],
        academy["changed"],
        academy["later"],
        academy["key"],
        academy["certificate"],
    ]
    assert flaws_of(browser, addresses, student) == []
    browser.forgive("status of 403")


def test_what_those_see_who_may_enrol(browser, academy, stranger):
    addresses = [
        academy["course"],
        academy["key"],
        academy["full"],
        academy["ask"],
        academy["closed"],
        "/dashboard/courses/astronomy/",
    ]
    assert flaws_of(browser, addresses, stranger) == []
    browser.forgive("status of 403")
    browser.forgive("status of 404")


def test_an_academy_without_courses(browser, admin, super_admin, counselor):
    assert flaws_of(browser, ["/", "/courses/"]) == []
    teacher = make_user("new", Role.TEACHER)
    for person in (admin, super_admin, counselor, teacher):
        assert flaws_of(browser, ["/dashboard/"], person) == []
