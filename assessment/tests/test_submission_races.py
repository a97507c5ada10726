"""Two requests at the same moment make one version, one grade, one file too few and none too many (ASM-05)."""

import pytest

from assessment.models import Grade, Submission, SubmissionFile, SubmissionVersion
from assessment.services.gradings import release_all
from assessment.services.submissions import add_file, save_draft, submit
from assessment.tests.factories import make_assignment
from assessment.tests.submitted import grade, hand_in, upload
from common.exceptions import Refused
from tests.races import times_at_once

pytestmark = pytest.mark.django_db(transaction=True)
TIMES = 6


def test_a_form_sent_many_times_at_once_makes_one_version(course, student):
    assignment = make_assignment(course)
    made = times_at_once(
        TIMES,
        lambda number: submit(
            assignment=assignment, student=student, number=1, text="Done."
        ),
    )
    assert {version.pk for version in made} == {SubmissionVersion.objects.get().pk}


def test_windows_that_save_at_once_overwrite_nothing(course, student):
    assignment = make_assignment(course)
    results = times_at_once(
        TIMES,
        lambda number: save_draft(
            assignment=assignment, student=student, text=f"Text {number}", seen=""
        ),
    )
    saved = [result for result in results if not isinstance(result, Exception)]
    assert [result.draft_text for result in saved] == [
        Submission.objects.get().draft_text
    ]
    assert sum(isinstance(result, Refused) for result in results) == TIMES - 1


def test_files_that_arrive_at_once_keep_to_the_number(course, student):
    assignment = make_assignment(course, max_files=2)
    times_at_once(
        TIMES,
        lambda number: add_file(
            assignment=assignment,
            student=student,
            upload=upload(f"{number}.txt", b"%d" % number),
        ),
    )
    assert SubmissionFile.objects.count() == 2


def test_releases_at_once_tell_a_student_once(course, student, teacher):
    assignment = make_assignment(course)
    hand_in(assignment, student)
    grade(assignment, student, 8, by=teacher)
    times_at_once(TIMES, lambda number: release_all(assignment=assignment, by=teacher))
    assert Grade.objects.count() == 1
