"""LRN-02, CAT-08, CAT-13, SRC-01: all channels say of a lesson what `learning.access.decide` says.

People, courses, lessons and times are drawn; each draw asks about the same lessons in every way
that there is to come by one: page, outline, file, list, search, sitemap, API and feed.
"""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import caches
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Role, Status, User
from catalog.models import CourseDocument, CoursePage, CourseTeacher, ModulePage
from learning.access import decide, standing_of, visible_lessons
from learning.files import decide_file, visible_documents
from learning.models import Enrolment, LessonPage, LessonProgress
from learning.outline import decide_entry, outline_of
from tests.factories import enrol, make_course, make_lesson, make_module, make_user

# Whom a draw makes of the same account.
PEOPLE = (
    "visitor",
    "student",
    "owner",
    "co-teacher",
    "teacher of another course",
    "demoted teacher",
    "counselor",
    "admin",
    "super admin",
)
ROLES = {
    "owner": Role.TEACHER,
    "co-teacher": Role.TEACHER,
    "teacher of another course": Role.TEACHER,
    "demoted teacher": Role.STUDENT,
    "counselor": Role.COUNSELOR,
    "admin": Role.ADMIN,
    "super admin": Role.SUPER_ADMIN,
}
TEACHES = {"owner", "co-teacher", "demoted teacher"}

a_lesson = st.fixed_dictionaries(
    {
        "live": st.sampled_from([True, True, True, False]),
        "free_preview": st.booleans(),
        "opens": st.sampled_from([None, None, -60, 60]),
        "waits_for_the_first": st.booleans(),
        "done": st.booleans(),
    }
)
a_draw = st.fixed_dictionaries(
    {
        # Rules meet in students who study: more of them than of anybody else.
        "person": st.sampled_from(["student"] * 10 + [*PEOPLE]),
        "status": st.sampled_from([Status.ACTIVE] * 4 + [Status.SUSPENDED]),
        "enrolment": st.sampled_from(["active"] * 5 + ["", *Enrolment.Status.values]),
        "course_live": st.sampled_from([True, True, False]),
        "module_live": st.sampled_from([True, True, False]),
        "first_module_live": st.sampled_from([True, True, False]),
        "lessons_in_order": st.booleans(),
        "lessons": st.tuples(a_lesson, a_lesson, a_lesson),
        "minutes_from_now": st.sampled_from([-120, 0, 120]),
    }
)


@pytest.fixture
def academy(db):
    """A course of three lessons, the first in a module of its own, each with a file of its own,
    and an account to make somebody of."""
    course = make_course(make_user("tara", Role.TEACHER), "Astronomy", code="AST-1")
    modules = [make_module(course, "To begin with"), make_module(course, "The sky")]
    lessons = [make_lesson(modules[n > 0], f"Lesson {n}", draft=True) for n in range(3)]
    for lesson in lessons:
        document = CourseDocument.objects.create(
            title=f"Handout of {lesson.title}",
            collection=course.team.collection,
            file=ContentFile(b"0123456789", name="handout.txt"),
        )
        lesson.body = [("file", {"document": document, "description": ""})]
        lesson.save_revision().publish()
        lesson.document = document
    return {
        "course": course,
        "modules": modules,
        "lessons": lessons,
        "user": make_user("someone"),
    }


def arrange(academy: dict[str, Any], draw: dict[str, Any]) -> tuple[User | None, Any]:
    """Put a draw into the database; return who asks, and when."""
    now = timezone.now()
    course, user = academy["course"], academy["user"]
    CoursePage.objects.filter(pk=course.pk).update(
        live=draw["course_live"], lessons_in_order=draw["lessons_in_order"]
    )
    for module, live in zip(
        academy["modules"], ("first_module_live", "module_live"), strict=True
    ):
        ModulePage.objects.filter(pk=module.pk).update(live=draw[live])
    first = academy["lessons"][0]
    for lesson, drawn in zip(academy["lessons"], draw["lessons"], strict=True):
        opens = drawn["opens"]
        LessonPage.objects.filter(pk=lesson.pk).update(
            live=drawn["live"],
            free_preview=drawn["free_preview"],
            opens_at=None if opens is None else now + timedelta(minutes=opens),
        )
        if drawn["waits_for_the_first"] and lesson != first:
            LessonPage.prerequisites.through.objects.create(
                from_lessonpage_id=lesson.pk, to_lessonpage_id=first.pk
            )
        if drawn["done"]:
            LessonProgress.objects.create(
                student=user,
                course=course,
                lesson_key=lesson.translation_key,
                status=LessonProgress.Status.COMPLETED,
                completed_at=now,
            )
    if draw["enrolment"]:
        enrol(user, course, status=draw["enrolment"])
    person = draw["person"]
    if person in TEACHES:
        kind = CourseTeacher.Kind.CO_TEACHER
        CourseTeacher.objects.create(course=course, user=user, kind=kind)
    User.objects.filter(pk=user.pk).update(
        role=ROLES.get(person, Role.STUDENT),
        status=draw["status"],
        is_active=draw["status"] == Status.ACTIVE,
    )
    at = now + timedelta(minutes=draw["minutes_from_now"])
    return (None if person == "visitor" else User.objects.get(pk=user.pk)), at


def client_of(user: User | None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def check(academy: dict[str, Any], draw: dict[str, Any]) -> None:
    user, at = arrange(academy, draw)
    asker = user or AnonymousUser()
    course = CoursePage.objects.get(pk=academy["course"].pk)
    listed = set(visible_lessons(asker, at).values_list("pk", flat=True))
    documents = set(visible_documents(asker, at).values_list("pk", flat=True))
    # A suspended account is nobody to the web: whoever holds its cookie is a visitor.
    reader = user if user and user.is_active else AnonymousUser()
    client = client_of(user)
    sitemap = client.get("/sitemap.xml").content.decode()
    api = client.get("/api/v2/pages/?type=learning.LessonPage").json()
    offered = {item["id"] for item in api["items"]}
    feed = client.get("/feeds/courses/").content.decode()
    search = client.get("/search/", {"q": "lesson", "kind": "lessons"})
    found = {result.url for result in search.context["search"].page}

    outline, standing = outline_of(course), standing_of(reader, course)

    assert (course.title in feed) == course.live
    for drafted in academy["lessons"]:
        lesson = LessonPage.objects.get(pk=drafted.pk)
        may = bool(decide(asker, lesson, at))
        assert (lesson.pk in listed) == may, "list"
        file_open = bool(decide_file(asker, drafted.document.file.name, at)[0])
        assert file_open == may, "file"
        assert (drafted.document.pk in documents) == may, "documents"

        now = bool(decide(reader, lesson))
        if entry := outline.find(lesson.translation_key):
            in_outline = decide_entry(standing, entry, outline, timezone.now())
            assert bool(in_outline) == now, "outline"
        page = client.get(lesson.url)
        assert page.status_code in {200, 403, 404}
        # What isn't published has no address, also for those who may edit it.
        assert (page.status_code == 200) == (now and lesson.live), "page"
        assert (lesson.url in found) == (now and lesson.live), "search"
        file_now = client.get(drafted.document.url)
        assert (file_now.status_code == 200) == now, "file by its address"

        # These speak to everybody as to a visitor.
        public = bool(decide(AnonymousUser(), lesson))
        assert (lesson.url in sitemap) == public, "sitemap"
        assert (lesson.pk in offered) == public, "API"


def test_all_channels_agree(academy):
    @settings(
        max_examples=120,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(a_draw)
    def agree(draw: dict[str, Any]) -> None:
        for cache in caches.all(initialized_only=True):
            cache.clear()
        with transaction.atomic():
            check(academy, draw)
            transaction.set_rollback(True)

    agree()
