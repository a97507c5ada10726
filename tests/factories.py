"""Builders for tests. Pages are published unless `draft=True`."""

from itertools import count
from typing import Any

from django.utils import timezone
from wagtail.models import Page, Revision

from accounts.models import Role, User
from catalog.models import CourseIndexPage, CoursePage, ModulePage
from catalog.services import create_course
from learning.models import Enrolment, LessonPage

_serial = count(1)
PASSWORD = "correct horse battery"


def make_user(username: str = "", role: str = Role.STUDENT, **fields: Any) -> User:
    username = username or f"user{next(_serial)}"
    return User.objects.create_user(
        username=username,
        email=fields.pop("email", f"{username}@example.org"),
        password=PASSWORD,
        role=role,
        **{"first_name": username.title(), "last_name": "Tester", **fields},
    )


def make_course(
    owner: User, title: str = "", *, draft: bool = False, **fields: Any
) -> CoursePage:
    number = next(_serial)
    course = create_course(
        owner=owner,
        title=title or f"Course {number}",
        code=fields.pop("code", f"C-{number}"),
        index=CourseIndexPage.objects.get(),
    )
    for name, value in fields.items():
        setattr(course, name, value)
    _set_state(course, draft)
    page: Any = course
    page.save(clean=False)
    _keep_revision(course)
    return course


def make_module(
    course: CoursePage, title: str = "", *, draft: bool = False, **fields: Any
) -> ModulePage:
    module = ModulePage(title=title or f"Module {next(_serial)}", **fields)
    _set_state(module, draft)
    course.add_child(instance=module)
    _keep_revision(module)
    return module


def make_lesson(
    module: ModulePage,
    title: str = "",
    *,
    text: str = "",
    draft: bool = False,
    **fields: Any,
) -> LessonPage:
    title = title or f"Lesson {next(_serial)}"
    fields.setdefault("body", [("text", f"<p>{text or 'About ' + title}</p>")])
    lesson = LessonPage(title=title, **fields)
    _set_state(lesson, draft)
    module.add_child(instance=lesson)
    _keep_revision(lesson)
    return lesson


def enrol(student: User, course: CoursePage, **fields: Any) -> Enrolment:
    """Put the row there as it is; `learning.services` holds the rules."""
    return Enrolment.objects.create(
        student=student, course=course, **{"enrolled_at": timezone.now(), **fields}
    )


def _set_state(page: Any, draft: bool) -> None:
    page.live = not draft
    page.has_unpublished_changes = draft
    if page.live:
        page.first_published_at = page.last_published_at = timezone.now()


def _keep_revision(page: Any) -> None:
    """Leave behind what saving a draft or publishing does, without saving the page once more.

    Each save tells every listener and both indexes, and tests make thousands of pages.
    """
    revision = Revision.objects.create(
        content_object=page,
        base_content_type=page.get_base_content_type(),
        content=page.serializable_data(),
        object_str=str(page),
    )
    Page.objects.filter(pk=page.pk).update(
        draft_title=page.title,
        latest_revision=revision,
        latest_revision_created_at=revision.created_at,
        live_revision=revision if page.live else None,
    )
    page.refresh_from_db()
