"""The cast: the people and the course that tests are about."""

import gc

import pytest
from django.core.cache import caches

from accounts.models import Role, Status
from catalog.models import CoursePage
from tests.factories import enrol, make_course, make_lesson, make_module, make_user
from tests.kept_rows import FIRST_NUMBER, keep

pytest_plugins = ["tests.browser", "tests.asgi_server", "tests.services"]


def pytest_collection_finish():
    """What stands by now stays: looking through it for garbage took a tenth of the time of all tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(autouse=True)
def _empty_cache():
    for cache in caches.all(initialized_only=False):
        cache.clear()


@pytest.fixture
def super_admin(db):
    return make_user("root", Role.SUPER_ADMIN)


@pytest.fixture
def admin(db):
    return make_user("amara", Role.ADMIN)


@pytest.fixture
def teacher(db):
    """Owns `course`."""
    return make_user("tara", Role.TEACHER, pk=FIRST_NUMBER - 1)


@pytest.fixture
def other_teacher(db):
    """Teaches, but not `course`."""
    return make_user("otto", Role.TEACHER)


@pytest.fixture
def counselor(db):
    return make_user("cora", Role.COUNSELOR)


@pytest.fixture
def stranger(db):
    """A student who is enrolled in nothing and must see nothing."""
    return make_user("stranger")


@pytest.fixture
def course(teacher):
    """A published course with one module and three lessons; the first is a free preview."""

    def make() -> None:
        course = make_course(teacher, "Astronomy", code="AST-1")
        module = make_module(course, "The sky")
        make_lesson(module, "Stars", free_preview=True)
        make_lesson(module, "Planets")
        make_lesson(module, "Comets")

    keep("astronomy", make)
    return CoursePage.objects.get(code="AST-1")


@pytest.fixture
def lessons(course):
    from learning.models import LessonPage

    return list(LessonPage.objects.descendant_of(course).order_by("path"))


@pytest.fixture
def student(course):
    """Enrolled in `course`."""
    student = make_user("stella")
    enrol(student, course)
    return student


@pytest.fixture
def suspended(course):
    """Enrolled in `course`, then suspended."""
    suspended = make_user("sunil", status=Status.SUSPENDED)
    enrol(suspended, course)
    return suspended
