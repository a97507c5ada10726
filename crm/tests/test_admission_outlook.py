"""CRM-06: what a conversion would do in each course is said before it is done."""

import pytest

from learning.services import outlooks
from tests.factories import enrol, make_course


def code(course, by, student=None):
    return outlooks(courses=[course], student=student, by=by)[course.pk].code


@pytest.mark.parametrize(
    ("fields", "counselors", "admins"),
    [
        ({}, "open", "open"),
        ({"enrolment_policy": "key"}, "open", "open"),
        ({"enrolment_policy": "staff"}, "open", "open"),
        ({"enrolment_policy": "approval"}, "asks", "open"),
        ({"live": False}, "closed", "open"),
    ],
    ids=["open", "key", "staff", "approval", "draft"],
)
def test_approval_binds_counselors_but_not_who_looks_after_the_course(
    counselor, admin, teacher, fields, counselors, admins
):
    course = make_course(teacher)
    for name, value in fields.items():
        setattr(course, name, value)
    course.save()

    assert (code(course, counselor), code(course, admin)) == (counselors, admins)


def test_a_full_course_is_full_for_everybody(counselor, admin, course, student):
    course.capacity = 1

    assert {code(course, counselor), code(course, admin)} == {"full"}


def test_a_prerequisite_counts_until_it_is_completed(
    counselor, admin, course, teacher, student
):
    advanced = make_course(teacher)
    advanced.prerequisites.add(course)
    advanced.save()

    assert code(advanced, counselor, student) == "prerequisite"
    assert code(advanced, admin, student) == "overruled"
    student.enrolments.update(completed_at=student.date_joined)
    assert code(advanced, counselor, student) == "open"


@pytest.mark.parametrize(
    ("status", "expected"),
    [("active", "enrolled"), ("paused", "paused"), ("dropped", "open")],
)
def test_who_studies_already_stays(counselor, course, stranger, status, expected):
    enrol(stranger, course, status=status)

    assert code(course, counselor, stranger) == expected
