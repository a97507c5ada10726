"""Pages by the thousand, past the editor's way, for tests that count queries at two sizes."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Locale, Page

from accounts.models import User
from catalog.models import CourseIndexPage, CoursePage, CourseTeacher, ModulePage
from learning.models import LessonPage


def add_courses(number: int, *, teacher: User, **fields: Any) -> list[CoursePage]:
    """Publish `number` courses in a handful of queries, each taught by `teacher`."""
    index = CourseIndexPage.objects.get()
    taken = index.get_children_count()
    rows = [{"code": f"M-{taken + serial}", **fields} for serial in range(number)]
    courses = _insert(CoursePage, index, rows)
    CourseTeacher.objects.bulk_create(
        CourseTeacher(course=course, user=teacher, kind=CourseTeacher.Kind.OWNER)
        for course in courses
    )
    return courses


def add_lessons(number: int, *, module: ModulePage, **fields: Any) -> list[LessonPage]:
    return _insert(LessonPage, Page.objects.get(pk=module.pk), [fields] * number)


def count_queries(client: Client, address: str) -> int:
    """Return the number of queries of `address` for somebody who has just looked at it."""
    client.get(address)
    return count_queries_once(client, address)


def count_queries_once(client: Client, address: str) -> int:
    """Return the number of queries of `address` as it is asked now."""
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    assert response.status_code == 200
    return len(queries)


def _insert(model: Any, parent: Page, rows: list[dict[str, Any]]) -> list[Any]:
    content_type = ContentType.objects.get_for_model(model)
    locale, now = Locale.get_default(), timezone.now()
    taken = parent.get_children_count()
    pages = []
    for number, fields in enumerate(rows, start=taken + 1):
        name = f"{model.__name__.lower()}-{parent.pk}-{number}"
        pages.append(
            model(
                path=Page._get_path(parent.path, parent.depth + 1, number),
                depth=parent.depth + 1,
                title=name,
                draft_title=name,
                slug=name,
                url_path=f"{parent.url_path}{name}/",
                content_type=content_type,
                locale=locale,
                live=True,
                first_published_at=now,
                last_published_at=now,
                **fields,
            )
        )
    shared = [f.attname for f in Page._meta.local_concrete_fields if not f.primary_key]
    parents = Page.objects.bulk_create(
        [Page(**{name: getattr(page, name) for name in shared}) for page in pages]
    )
    for page, row in zip(pages, parents, strict=True):
        page.pk = page.id = row.pk
    model._base_manager._insert(
        pages, fields=model._meta.local_concrete_fields, using="default"
    )
    Page.objects.filter(pk=parent.pk).update(numchild=taken + len(rows))
    return pages
