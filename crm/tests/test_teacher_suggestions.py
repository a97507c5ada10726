"""CRM-06: the teacher is suggested by specialisation, free hours and load, with the reason."""

import pytest

from catalog.models import CourseTeacher
from crm.suiting import Candidate, ranked
from crm.teachers import suggestions
from tests.factories import enrol, make_user

EVENING = (17 * 60, 22 * 60)


def candidate(pk, **fields):
    given = {
        "name": str(pk),
        "specialisations": (),
        "hours": {"monday": [(9 * 60, 12 * 60)]},
        "students": 0,
    }
    return Candidate(pk=pk, **{**given, **fields})


def order(*candidates, topics=("Astronomy",), preferred=EVENING):
    fits = ranked(candidates, topics=topics, preferred=preferred)
    return [fit.candidate.pk for fit in fits]


@pytest.mark.parametrize(
    "worse",
    [
        {"is_away": True},
        {"students": 4, "most_a_day": 4},
        {"specialisations": ("Cooking",)},
        {"hours": {"monday": [(9 * 60, 12 * 60)]}},
        {"students": 2},
    ],
    ids=["away", "full", "another subject", "other hours", "more students"],
)
def test_who_suits_better_comes_first(worse):
    good = {
        "specialisations": ("astronomy",),
        "hours": {"monday": [(18 * 60, 20 * 60)]},
    }

    assert order(candidate(1, **{**good, **worse}), candidate(2, **good)) == [2, 1]


@pytest.mark.parametrize(
    ("specialisation", "topic", "fits"),
    [
        ("Astronomy", "Introduction to astronomy", True),
        ("Food science", "food-science", True),
        ("Art", "Martial arts", False),
        ("", "Astronomy", False),
    ],
)
def test_a_subject_is_named_by_whole_words(specialisation, topic, fits):
    (fit,) = ranked(
        [candidate(1, specialisations=(specialisation,))],
        topics=[topic],
        preferred=None,
    )

    assert bool(fit.specialised_in) is fits


@pytest.mark.parametrize(
    ("shift", "minutes"), [(0, 120), (120, 180), (-240, 0), (12 * 60, 0)]
)
def test_hours_are_those_of_the_academys_clock(shift, minutes):
    hours = {"monday": [(16 * 60, 19 * 60)]}

    (fit,) = ranked(
        [candidate(1, hours=hours, shift=shift)], topics=[], preferred=EVENING
    )

    assert fit.preferred_minutes == minutes


def test_no_day_is_longer_than_the_teacher_wants():
    teacher = candidate(1, most_minutes_a_day=60)

    (fit,) = ranked([teacher], topics=[], preferred=None)

    assert fit.minutes == 60


def test_the_best_of_the_courses_teachers_is_suggested_with_the_reason(
    course, student, teacher, other_teacher
):
    CourseTeacher.objects.create(course=course, user=other_teacher)
    profile = other_teacher.teacherprofile
    profile.specialisations = ["Astronomy"]
    profile.weekly_availability = {"monday": [["17:00", "20:00"]]}
    profile.max_students_per_day = 3
    profile.save()
    student.enrolments.update(teacher=other_teacher)

    best, other = suggestions([course], contact_time="evening")[course.pk]

    assert (best.teacher, best.is_suggested) == (other_teacher, True)
    assert best.reason == (
        "specialised in Astronomy · 3 hours a week in the evening"
        " · 1 student, room for 2 more"
    )
    assert (other.teacher, other.is_suggested) == (teacher, False)


def test_who_has_no_room_is_named_but_not_suggested(course, teacher):
    profile = teacher.teacherprofile
    profile.weekly_availability = {"monday": [["09:00", "12:00"]]}
    profile.max_students_per_day = 1
    profile.save()
    enrol(make_user("full"), course, teacher=teacher)

    (only,) = suggestions([course])[course.pk]

    assert not only.is_suggested
    assert "no room for more" in only.reason
