"""Builds the large academy: 1,000 courses, 20,000 lessons, 10,000 students, 200,000 progress rows.

Rows go in by the thousand, past `save()`: tree paths, child tables and groups are written here
as Wagtail and our services would have written them. Courses alone go through their service.
"""

import random
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import F, Model
from django.utils import timezone
from django.utils.text import slugify
from wagtail.models import Locale, Page, Revision

from accounts.models import Role, StudentProfile, User
from accounts.roles import GROUP_NAMES
from bench import material
from catalog.models import (
    Category,
    CourseImage,
    CourseIndexPage,
    CoursePage,
    Level,
    ModulePage,
)
from catalog.services import create_course
from learning.models import Enrolment, LessonPage, LessonProgress

TEACHERS, COURSES, MODULES, LESSONS = 50, 1000, 4, 5
STUDENTS, COURSES_EACH, BUSY_STUDENTS, BUSY_COURSES = 10_000, 4, 200, 20
PROGRESS_EACH = 20
BATCH = 500


def build() -> None:
    """Fill an empty, migrated database. Takes minutes; finds its work done the second time."""
    if User.objects.filter(username="bench-student-0").exists():
        return
    rng = random.Random(2026)
    staff = _staff()
    courses = _courses(rng, staff)
    lessons = _lessons(rng, courses)
    students = _students()
    _studies(rng, students, courses, lessons)
    call_command("update_index", verbosity=0)
    # What a database that has stood for a minute has done by itself.
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _staff() -> list[User]:
    for role in (Role.SUPER_ADMIN, Role.ADMIN, Role.COUNSELOR):
        _person(f"bench-{role.value}", role)
    return [
        _person(f"bench-teacher-{number}", Role.TEACHER) for number in range(TEACHERS)
    ]


def _person(username: str, role: Role) -> User:
    user: User = User.objects.create_user(
        username=username,
        email=f"{username}@bench.example",
        role=role,
        first_name="Bench",
        last_name=username,
    )
    return user


def _courses(rng: random.Random, teachers: list[User]) -> list[CoursePage]:
    index = CourseIndexPage.objects.get()
    categories = [
        Category.objects.create(name=word.capitalize(), slug=word)
        for word in material.WORDS[:12]
    ]
    pictures = material.pictures()
    with transaction.atomic():
        for number in range(COURSES):
            course = create_course(
                owner=teachers[number % TEACHERS],
                title=f"{material.title(rng)} {number}",
                code=f"B-{number}",
                index=index,
            )
            index.refresh_from_db()
            CoursePage.objects.filter(pk=course.pk).update(
                summary=material.sentence(rng),
                category=rng.choice(categories),
                thumbnail=rng.choice(pictures),
                level=rng.choice(Level.values),
            )
    now = timezone.now()
    CoursePage.objects.update(
        live=True,
        has_unpublished_changes=False,
        first_published_at=now,
        last_published_at=now,
        live_revision=F("latest_revision"),
        numchild=MODULES,
    )
    return list(CoursePage.objects.order_by("path"))


def _lessons(
    rng: random.Random, courses: list[CoursePage]
) -> dict[int, list[LessonPage]]:
    """Put modules and lessons below the courses; return the lessons by course."""
    pictures = list(CourseImage.objects.all())
    bodies = [material.body(rng, rng.choice(pictures)) for _ in range(200)]
    modules = _insert_pages(
        ModulePage,
        (
            (course, number, f"Module {number}: {material.title(rng)}", {})
            for course in courses
            for number in range(1, MODULES + 1)
        ),
        children=LESSONS,
    )
    course_of = {
        module.pk: courses[place // MODULES].pk for place, module in enumerate(modules)
    }
    lessons = _insert_pages(
        LessonPage,
        (
            (
                module,
                number,
                f"{material.title(rng)} {number}",
                {"body": rng.choice(bodies), "teaching_minutes": 12},
            )
            for module in modules
            for number in range(1, LESSONS + 1)
        ),
        children=0,
    )
    below: dict[int, list[LessonPage]] = {}
    for place, lesson in enumerate(lessons):
        below.setdefault(course_of[modules[place // LESSONS].pk], []).append(lesson)
    return below


def _insert_pages(
    model: type[Page],
    wanted: Iterable[tuple[Page, int, str, dict[str, Any]]],
    *,
    children: int,
) -> list[Any]:
    content_type = ContentType.objects.get_for_model(model)
    locale, now = Locale.get_default(), timezone.now()
    made: list[Any] = []
    rows = iter(wanted)
    while batch := list(islice(rows, BATCH)):
        pages = []
        for parent, number, name, fields in batch:
            slug = slugify(name)
            pages.append(
                model(
                    path=Page._get_path(parent.path, parent.depth + 1, number),
                    depth=parent.depth + 1,
                    numchild=children,
                    title=name,
                    draft_title=name,
                    slug=slug,
                    url_path=f"{parent.url_path}{slug}/",
                    content_type=content_type,
                    locale=locale,
                    owner_id=parent.owner_id,
                    live=True,
                    first_published_at=now,
                    last_published_at=now,
                    **fields,
                )
            )
        _insert_parents(pages)
        model._base_manager._insert(
            pages, fields=model._meta.local_concrete_fields, using="default"
        )
        _insert_revisions(pages, content_type)
        made += pages
    return made


def _insert_parents(pages: list[Any]) -> None:
    names = [
        field.attname
        for field in Page._meta.local_concrete_fields
        if not field.primary_key
    ]
    rows = Page.objects.bulk_create(
        [Page(**{name: getattr(page, name) for name in names}) for page in pages]
    )
    for page, row in zip(pages, rows, strict=True):
        page.pk = page.id = row.pk


def _insert_revisions(pages: list[Any], content_type: ContentType) -> None:
    """Give each page a live revision, by which finished parts of it are kept in the cache."""
    base = ContentType.objects.get_for_model(Page)
    revisions = Revision.objects.bulk_create(
        Revision(
            content_type=content_type,
            base_content_type=base,
            object_id=str(page.pk),
            created_at=page.last_published_at,
            content={},
        )
        for page in pages
    )
    for page, revision in zip(pages, revisions, strict=True):
        page.live_revision = page.latest_revision = revision
    Page.objects.bulk_update(
        [
            Page(
                pk=page.pk,
                live_revision=page.live_revision,
                latest_revision=page.latest_revision,
            )
            for page in pages
        ],
        ["live_revision", "latest_revision"],
    )


def _students() -> list[User]:
    students = User.objects.bulk_create(
        (
            User(
                username=f"bench-student-{number}",
                email=f"bench-student-{number}@bench.example",
                first_name="Student",
                last_name=str(number),
                role=Role.STUDENT,
                password="!",
            )
            for number in range(STUDENTS)
        ),
        batch_size=BATCH,
    )
    group = Group.objects.get(name=GROUP_NAMES[Role.STUDENT])
    Membership = User.groups.through
    _bulk(
        Membership,
        (Membership(user_id=student.pk, group_id=group.pk) for student in students),
    )
    counselor = User.objects.get(role=Role.COUNSELOR)
    _bulk(
        StudentProfile,
        (
            StudentProfile(
                user=student,
                enrolment_number=f"2026-{number:05}",
                counselor=counselor if number < 500 else None,
            )
            for number, student in enumerate(students, 1)
        ),
    )
    return students


def _studies(
    rng: random.Random,
    students: list[User],
    courses: list[CoursePage],
    lessons: dict[int, list[LessonPage]],
) -> None:
    now = timezone.now()
    enrolments: list[Enrolment] = []
    progress: list[LessonProgress] = []
    for number, student in enumerate(students):
        busy = number < BUSY_STUDENTS
        chosen = rng.sample(courses, BUSY_COURSES if busy else COURSES_EACH)
        readings = PROGRESS_EACH // len(chosen)
        for course in chosen:
            began = now - timedelta(days=rng.randint(10, 200))
            enrolments.append(
                Enrolment(
                    student=student,
                    course=course,
                    enrolled_at=began,
                    last_studied_at=began,
                )
            )
            progress += _readings(
                rng, student, course, lessons[course.pk][:readings], began
            )
    _bulk(Enrolment, enrolments)
    _bulk(LessonProgress, progress)


def _readings(
    rng: random.Random,
    student: User,
    course: CoursePage,
    lessons: list[LessonPage],
    began: datetime,
) -> Iterator[LessonProgress]:
    for day, lesson in enumerate(lessons):
        read = began + timedelta(days=day, minutes=rng.randint(0, 600))
        yield LessonProgress(
            student=student,
            lesson_key=lesson.translation_key,
            lesson_title=lesson.title,
            course=course,
            status=LessonProgress.Status.COMPLETED,
            seconds_spent=rng.randint(120, 1800),
            session_count=1,
            first_studied_at=read,
            last_studied_at=read,
            completed_at=read,
        )


def _bulk(model: type[Model], rows: Iterable[Model]) -> None:
    model._default_manager.bulk_create(rows, batch_size=BATCH)
