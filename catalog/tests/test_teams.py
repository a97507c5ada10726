"""Who teaches a course, and what rights that gives (CAT-02, CAT-07)."""

import pytest
from django.contrib.auth.models import Group
from wagtail.models import Collection, PageLogEntry

from accounts.models import Role, Status
from catalog.exceptions import CourseRefused
from catalog.models import CourseIndexPage, CoursePage, CourseTeacher
from catalog.querysets import CourseQuerySet
from catalog.services import (
    add_teacher,
    create_course,
    hand_over,
    remove_teacher,
    set_trusted,
)
from tests.factories import make_course

pytestmark = pytest.mark.django_db


@pytest.fixture
def index():
    return CourseIndexPage.objects.get()


def may(user, course, what):
    # Permissions are cached on the user, as within one request.
    user = type(user).objects.get(pk=user.pk)
    return getattr(
        CoursePage.objects.get(pk=course.pk).permissions_for_user(user), what
    )()


def test_a_course_pressed_twice_is_one_course(teacher, index):
    first, second = (
        create_course(owner=teacher, title="Algebra", code="ALG-1", index=index)
        for _press in range(2)
    )
    assert first == second
    assert Group.objects.filter(course_team__isnull=False).count() == 1


@pytest.mark.parametrize("slug", ["algebra", "free"])
def test_a_course_pressed_twice_at_the_same_moment_is_one_course(
    teacher, index, monkeypatch, slug
):
    """The other click comes after both looks; then its slug is in the way, or only its code."""
    first = create_course(owner=teacher, title="Algebra", code="ALG-1", index=index)
    looks = iter([lambda courses: None])
    look = CourseQuerySet.first
    monkeypatch.setattr(
        CourseQuerySet, "first", lambda courses: next(looks, look)(courses)
    )
    monkeypatch.setattr("catalog.services.free_slug", lambda **kwargs: slug)
    second = create_course(owner=teacher, title="Algebra", code="ALG-1", index=index)
    assert first == second


def test_a_code_that_is_taken_is_refused_and_leaves_nothing(
    teacher, other_teacher, index
):
    create_course(owner=teacher, title="Algebra", code="ALG-1", index=index)
    groups, collections = Group.objects.count(), Collection.objects.count()
    with pytest.raises(CourseRefused, match="alg-1|ALG-1"):
        create_course(owner=other_teacher, title="Algebra", code="alg-1", index=index)
    assert (Group.objects.count(), Collection.objects.count()) == (groups, collections)


def test_the_same_title_twice_gets_two_slugs(teacher, index):
    slugs = [
        create_course(owner=teacher, title="Algebra", code=code, index=index).slug
        for code in ("A", "B")
    ]
    assert slugs == ["algebra", "algebra-2"]


def test_a_title_without_letters_still_gets_a_slug(teacher, index):
    assert (
        create_course(owner=teacher, title="数学", code="!", index=index).slug
        == "course"
    )


def test_a_co_teacher_writes_until_removed(course, other_teacher, teacher):
    add_teacher(course=course, user=other_teacher, by=teacher)
    assert may(other_teacher, course, "can_edit")
    remove_teacher(course=course, user=other_teacher, by=teacher)
    assert not may(other_teacher, course, "can_edit")
    actions = PageLogEntry.objects.filter(page=course).values_list("action", flat=True)
    assert {"catalog.teacher.add", "catalog.teacher.remove"} <= set(actions)


def test_adding_the_owner_again_leaves_them_the_owner(course, teacher, admin):
    add_teacher(course=course, user=teacher, by=admin)
    assert course.teacher_rows.get().kind == CourseTeacher.Kind.OWNER


def test_the_owner_is_not_removed_but_hands_over(course, teacher, other_teacher, admin):
    with pytest.raises(CourseRefused):
        remove_teacher(course=course, user=teacher, by=admin)
    hand_over(course=course, to=other_teacher, by=admin)
    kinds = dict(course.teacher_rows.values_list("user__username", "kind"))
    assert kinds == {"otto": "owner", "tara": "co_teacher"}
    assert may(other_teacher, course, "can_edit")


@pytest.mark.parametrize(
    ("field", "value"), [("role", Role.STUDENT), ("status", Status.SUSPENDED)]
)
def test_only_open_teachers_accounts_teach(course, other_teacher, field, value):
    setattr(other_teacher, field, value)
    other_teacher.save()
    with pytest.raises(CourseRefused, match="account"):
        add_teacher(course=course, user=other_teacher)


def test_an_owner_who_became_a_student_teaches_no_more(course, teacher):
    teacher.role = Role.STUDENT
    teacher.save()
    assert not course.is_taught_by(teacher)
    assert not CoursePage.objects.taught_by(teacher).exists()


def test_trust_lets_teachers_publish_this_course_alone(course, teacher, admin):
    other = make_course(teacher)
    assert not may(teacher, course, "can_publish")
    set_trusted(course=course, trusted=True, by=admin)
    assert may(teacher, course, "can_publish")
    assert not may(teacher, other, "can_publish")
    set_trusted(course=course, trusted=False, by=admin)
    assert not may(teacher, course, "can_publish")


def test_a_deleted_course_takes_its_group_and_empty_collection_along(teacher):
    course = make_course(teacher, draft=True)
    team = course.team
    course.delete()
    assert not Group.objects.filter(pk=team.group_id).exists()
    assert not Collection.objects.filter(pk=team.collection_id).exists()
