"""The bank, the quizzes, the assignments and the gradebook's columns of a course, for a copy of it.

Drafts of the newest versions, as with its lessons. What students did is not copied.
"""

import uuid
from collections.abc import Mapping
from typing import Any

from wagtail.models import Page

from accounts.models import User
from assessment.models import (
    Assignment,
    CourseContent,
    GradeCategory,
    GradeItem,
    GradingScheme,
    Question,
    Quiz,
)
from catalog.copying import Others, leading, redirect_fields
from catalog.models import CoursePage

# As of something that has never been published.
UNPUBLISHED: dict[str, Any] = {
    "pk": None,
    "live": False,
    "has_unpublished_changes": True,
    "first_published_at": None,
    "last_published_at": None,
    "live_revision": None,
    "latest_revision": None,
    "go_live_at": None,
    "expire_at": None,
    "expired": False,
    "locked": False,
    "locked_at": None,
    "locked_by": None,
}
# Their lists of lessons.
LESSON_FIELDS = ("lessons", "opens_after")


def copy_assessments(
    *, course: CoursePage, copy: CoursePage, copies: dict[int, Page], by: User
) -> Others:
    """Copy all that `course` has to be assessed into `copy`; return the new ids by the old ones."""
    others: Others = {}
    # Questions first: quizzes point at them.
    for model in (Question, Quiz, Assignment):
        others[model] = {}
        for thing in model.objects.filter(course=course).order_by("pk"):
            copied = _copy(thing, copy, copies, others, by)
            others[model][thing.pk] = copied.pk
    _copy_gradebook(course, copy, copies, others)
    return others


def copy_within(thing: CourseContent, *, title: str) -> Any:
    """Return a copy of the newest version of `thing` under another title, not saved yet."""
    copied = _unsaved(thing, {"title": title})
    copied.course = thing.course
    return copied


def _copy(
    thing: CourseContent,
    course: CoursePage,
    copies: dict[int, Page],
    others: Others,
    by: User,
) -> CourseContent:
    changes: dict[str, Any] = {"course": course.pk}
    newest = thing.get_latest_revision_as_object()
    for name in LESSON_FIELDS:
        if hasattr(newest, name):
            named = [page.pk for page in getattr(newest, name).all()]
            changes[name] = [copies[pk].pk for pk in named if pk in copies]
    copied = _unsaved(thing, changes)
    redirect_fields(copied, leading(copies, others))
    copied.save()
    copied.save_revision(user=by, clean=False)
    return copied


def _unsaved(thing: CourseContent, changes: Mapping[str, Any]) -> Any:
    data = thing.get_latest_revision_as_object().serializable_data()
    data |= {key: value for key, value in UNPUBLISHED.items() if key in data}
    data |= {"pk": None, "uuid": str(uuid.uuid4()), **changes}
    for row in data.get("tagged_items", []):
        row |= {"pk": None, "content_object": None}
    return type(thing).from_serializable_data(data)


def _copy_gradebook(
    course: CoursePage, copy: CoursePage, copies: dict[int, Page], others: Others
) -> None:
    for scheme in GradingScheme.objects.filter(course=course):
        GradingScheme.objects.create(course=copy, scale=scheme.scale)
    categories: dict[int | None, GradeCategory | None] = {None: None}
    for category in GradeCategory.objects.filter(course=course):
        old = category.pk
        category.pk, category.course = None, copy
        category.save(force_insert=True)
        categories[old] = category
    for item in GradeItem.objects.filter(course=course):
        item.category = categories.get(item.category_id)
        item.quiz_id = others[Quiz].get(item.quiz_id or 0)
        item.assignment_id = others[Assignment].get(item.assignment_id or 0)
        item.lesson_id = getattr(copies.get(item.lesson_id or 0), "pk", None)
        if item.source is not None:
            item.is_counted = False  # until it is published
        item.pk, item.uuid, item.course = None, uuid.uuid4(), copy
        item.save(force_insert=True)
