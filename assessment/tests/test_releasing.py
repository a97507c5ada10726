"""What graders think, and when students learn of it (ASM-05)."""

from decimal import Decimal

import pytest
from django.core.files.storage import default_storage

from assessment.given import given_assignments
from assessment.models import Assignment, Grade, Grading, Placement
from assessment.services.extensions import extend
from assessment.services.grades import grade_item_of, record_grade
from assessment.services.gradings import (
    grade_version,
    release,
    release_all,
    take_back,
)
from assessment.tests.factories import make_assignment
from assessment.tests.submitted import RUBRIC, days, grade, hand_in, upload
from assessment.work import State, class_work, student_work
from common.exceptions import Refused
from learning.models import LessonPage
from tests.factories import enrol, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def assignment(course):
    return make_assignment(course, max_points=10)


@pytest.fixture
def pages(client, assignment, student):
    """What the student reads on the page of the assignment."""
    client.force_login(student)
    return lambda: client.get(assignment.get_absolute_url()).content.decode()


def state(assignment, student):
    return student_work(assignment, student).state


def points(student):
    return [
        grade.points for grade in Grade.objects.filter(student=student).order_by("pk")
    ]


def test_nothing_is_seen_before_it_is_released(assignment, student, teacher, pages):
    hand_in(assignment, student)
    grade(assignment, student, 8, by=teacher, comment="A secret so far")
    assert "A secret so far" not in pages()
    assert "Your grade" not in pages()
    assert not Grade.objects.exists()
    release(assignment=assignment, student=student, by=teacher)
    assert "A secret so far" in pages()
    assert Grade.objects.get().points == 8


def test_a_regrade_is_not_seen_before_it_is_released_again(
    assignment, student, teacher, pages
):
    hand_in(assignment, student)
    grade(assignment, student, 8, by=teacher, comment="First thought")
    release(assignment=assignment, student=student, by=teacher)
    grade(assignment, student, 3, by=teacher, comment="Second thought")
    assert state(assignment, student) == State.CHANGED
    assert "First thought" in pages()
    assert "Second thought" not in pages()
    release(assignment=assignment, student=student, by=teacher)
    assert "Second thought" in pages()
    assert points(student) == [8, 3]
    assert Grading.objects.count() == 2


def test_what_is_taken_back_is_hidden_and_can_be_released_again(
    assignment, student, teacher, pages
):
    hand_in(assignment, student)
    grade(assignment, student, 8, by=teacher, comment="Too early")
    release(assignment=assignment, student=student, by=teacher)
    assert len(take_back(assignment=assignment, by=teacher)) == 1
    assert "Too early" not in pages()
    assert state(assignment, student) == State.GRADED
    release(assignment=assignment, student=student, by=teacher)
    assert "Too early" in pages()
    assert points(student) == [8, None, 8]


def test_releasing_twice_tells_once(assignment, student, teacher):
    hand_in(assignment, student)
    grade(assignment, student, 8, by=teacher)
    for _again in range(2):
        release(assignment=assignment, student=student, by=teacher)
        release_all(assignment=assignment, by=teacher)
    assert points(student) == [8]


def test_everybody_learns_of_it_at_once_but_for_those_who_wait_or_are_excused(
    course, assignment, student, teacher
):
    graded, waiting, excused = (make_user(name) for name in ("gil", "wes", "eve"))
    for person in (graded, waiting, excused):
        enrol(person, course)
        hand_in(assignment, person)
    for person in (graded, excused):
        grade(assignment, person, 5, by=teacher)
    item = grade_item_of(assignment)
    record_grade(
        item=item,
        student=excused,
        points=None,
        is_excused=True,
        reason=Grade.Reason.EXCUSED,
    )
    told = release_all(assignment=assignment, by=teacher)
    assert [grade.student for grade in told] == [graded]
    assert release_all(assignment=assignment, by=teacher) == []


def test_nothing_can_be_released_before_it_is_graded(assignment, student, teacher):
    hand_in(assignment, student)
    with pytest.raises(Refused, match="Nothing is graded yet"):
        release(assignment=assignment, student=student, by=teacher)


def test_what_lateness_costs_is_kept_with_the_grade(course, student, teacher, client):
    late = make_assignment(
        course,
        max_points=10,
        due_at=days(-1.5),
        late_policy="percent",
        late_percent=Decimal(10),
    )
    version = hand_in(late, student)
    grade(late, student, 8, by=teacher)
    release(assignment=late, student=student, by=teacher)
    told = Grade.objects.get()
    assert (told.points, told.penalty, told.max_points) == (
        Decimal("6.4"),
        Decimal("1.6"),
        10,
    )
    assert told.revision_id == version.revision_id
    client.force_login(student)
    page = client.get(late.get_absolute_url()).content.decode()
    assert "8 points, less 20 % for 2 days late: 6.4." in page


def test_an_extension_given_afterwards_gives_the_points_back(course, student, teacher):
    late = make_assignment(
        course, max_points=10, due_at=days(-1.5), late_policy="percent"
    )
    hand_in(late, student)
    grade(late, student, 8, by=teacher)
    release(assignment=late, student=student, by=teacher)
    extend(assignment=late, student=student, by=teacher, reason="Ill", due_at=days(1))
    assert state(late, student) == State.CHANGED
    release_all(assignment=late, by=teacher)
    assert points(student) == [Decimal("6.4"), 8]


def test_the_best_version_counts_after_lateness(course, student, teacher):
    """10 of 10 in time; a late retake, as good, must not lower it (instructure/canvas-lms#1354)."""
    best = make_assignment(
        course,
        max_points=10,
        counting="best",
        due_at=days(-1),
        late_policy="percent",
        late_percent=Decimal(50),
    )
    hand_in(best, student, "In time.", at=days(-2))
    grade(best, student, 10, by=teacher)
    release(assignment=best, student=student, by=teacher)
    hand_in(best, student, "Late.")
    assert state(best, student) == State.TO_GRADE
    grade(best, student, 10, by=teacher, comment="As good as before")
    release(assignment=best, student=student, by=teacher)
    assert points(student) == [10, 10]
    assert Grade.objects.last().grading.version.number == 1


def test_feedback_on_every_version_is_read_once_released(
    assignment, student, teacher, pages
):
    hand_in(assignment, student, "One.")
    grade(assignment, student, 4, by=teacher, comment="Go on")
    hand_in(assignment, student, "Two.")
    grade(assignment, student, 9, by=teacher, comment="Much better")
    release(assignment=assignment, student=student, by=teacher)
    assert "Go on" in pages()
    assert "Much better" in pages()
    assert Grade.objects.get().points == 9


def test_a_new_version_waits_to_be_graded_while_the_old_grade_stands(
    assignment, student, teacher
):
    hand_in(assignment, student, "One.")
    grade(assignment, student, 4, by=teacher)
    release(assignment=assignment, student=student, by=teacher)
    hand_in(assignment, student, "Two.")
    work = student_work(assignment, student)
    assert work.state == State.TO_GRADE
    assert work.grade.points == 4
    assert release_all(assignment=assignment, by=teacher) == []


def test_a_mark_by_hand_is_not_overruled_by_releasing_to_all(
    assignment, student, teacher
):
    hand_in(assignment, student)
    grade(assignment, student, 4, by=teacher)
    release(assignment=assignment, student=student, by=teacher)
    item = grade_item_of(assignment)
    record_grade(
        item=item, student=student, points=Decimal(7), reason=Grade.Reason.MANUAL
    )
    assert release_all(assignment=assignment, by=teacher) == []
    grade(assignment, student, 9, by=teacher)
    assert [told.points for told in release_all(assignment=assignment, by=teacher)] == [
        9
    ]


# --- Grading


def test_the_rubric_makes_the_points_and_can_be_overruled(course, student, teacher):
    assignment = make_assignment(course, rubric=RUBRIC, max_points=80)
    version = hand_in(assignment, student)
    criteria = given_assignments([version.revision_id])[version.revision_id].criteria
    good, fair = (criteria[0].levels[2].id, criteria[1].levels[1].id)
    levels = {criteria[0].id: good, criteria[1].id: fair}
    assert grade(assignment, student, None, by=teacher, levels=levels).points == 60
    assert grade(
        assignment, student, "61.5", by=teacher, levels=levels
    ).points == Decimal("61.5")
    with pytest.raises(Refused, match="Choose a level"):
        grade(assignment, student, None, by=teacher, levels={criteria[0].id: good})
    with pytest.raises(Refused, match="Choose a level"):
        grade(
            assignment,
            student,
            None,
            by=teacher,
            levels={**levels, criteria[1].id: "made-up"},
        )


@pytest.mark.parametrize("said", ["-1", "10.01", "1000000"])
def test_points_lie_between_nothing_and_full_marks(assignment, student, teacher, said):
    hand_in(assignment, student)
    with pytest.raises(Refused, match="between 0 and 10"):
        grade(assignment, student, said, by=teacher)


def test_a_colleagues_grading_is_not_overruled_unseen(
    assignment, student, teacher, admin
):
    hand_in(assignment, student)
    work = student_work(assignment, student).latest
    grade(assignment, student, 8, by=admin)
    with pytest.raises(
        Refused, match="Amara Tester graded this version in the meantime: 8"
    ):
        grade_version(work=work, by=teacher, points=Decimal(5), seen=0)
    assert grade_version(work=work, by=teacher, points=Decimal(8), seen=0).by == admin
    assert Grading.objects.count() == 1


def test_full_marks_are_those_of_the_version(assignment, student, teacher):
    hand_in(assignment, student, "One.")
    newest = assignment.get_latest_revision_as_object()
    newest.max_points = Decimal(100)
    newest.save_revision().publish()
    assignment = Assignment.objects.get()
    grade(assignment, student, 8, by=teacher)
    release(assignment=assignment, student=student, by=teacher)
    assert Grade.objects.get().max_points == 10


def test_those_who_left_stay_on_the_list_with_what_they_handed_in(
    course, assignment, student, teacher
):
    gone, left = make_user("gone"), make_user("left")
    for person in (gone, left):
        enrol(person, course)
    hand_in(assignment, gone)
    course.enrolments.filter(student__in=[gone, left]).update(status="dropped")
    assert {work.student for work in class_work(assignment)} == {student, gone}


def test_a_person_goes_with_all_they_handed_in(
    assignment, student, teacher, django_capture_on_commit_callbacks
):
    name = hand_in(assignment, student, files=[upload()]).files.get().file.name
    grade(assignment, student, 8, by=teacher)
    release(assignment=assignment, student=student, by=teacher)
    with django_capture_on_commit_callbacks(execute=True):
        student.delete()
    assert not Grading.objects.exists()
    assert not Grade.objects.exists()
    assert not default_storage.exists(name)


def test_an_assignment_in_a_closed_lesson_is_closed(course, student, lessons, client):
    placed = make_assignment(course)
    Placement.objects.create(lesson=lessons[1], assignment=placed)
    client.force_login(student)
    assert client.get(placed.get_absolute_url()).status_code == 200
    LessonPage.objects.filter(pk=lessons[1].pk).update(opens_at=days(1))
    assert client.get(placed.get_absolute_url()).status_code == 403
    with pytest.raises(Refused):
        hand_in(placed, student)
