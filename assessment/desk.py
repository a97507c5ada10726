"""What a student has before them about an assignment: the task, the draft, what was handed in, what is known of it.

What graders think and have not released is not in here, so that no template can show it.
"""

from dataclasses import dataclass

from django.utils import timezone

from accounts.models import User
from assessment.access import decide_working
from assessment.given import late_rule
from assessment.lateness import Lateness, Marked, lateness
from assessment.models import (
    Assignment,
    Grade,
    Submission,
    SubmissionFile,
    SubmissionVersion,
)
from assessment.rubrics import Criterion, Level
from assessment.services.submissions import allowed_kinds, stamp_of
from assessment.work import StudentWork, VersionWork, student_work
from learning.access import Decision, Standing


@dataclass(frozen=True)
class HandedIn:
    """One version as its student sees it; `feedback` is there once it was released."""

    version: SubmissionVersion
    files: list[SubmissionFile]
    lateness: Lateness
    marked: Marked | None
    comment: str
    levels: list[tuple[Criterion, Level | None]]
    counts: bool


@dataclass(frozen=True)
class Desk:
    assignment: Assignment
    work: StudentWork
    decision: Decision
    draft_files: list[SubmissionFile]
    versions: list[HandedIn]

    @property
    def submission(self) -> Submission | None:
        return self.work.submission

    @property
    def grade(self) -> Grade | None:
        return self.work.grade

    @property
    def text(self) -> str:
        return self.submission.draft_text if self.submission else ""

    @property
    def stamp(self) -> str:
        return stamp_of(self.submission)

    @property
    def next_number(self) -> int:
        return len(self.versions) + 1

    @property
    def versions_left(self) -> int | None:
        """How often it can still be handed in; None if nobody counts."""
        allowed = self.assignment.versions_allowed
        if allowed is None:
            return None
        return max(allowed + self.work.terms.extra_attempts - len(self.versions), 0)

    @property
    def may_hand_in(self) -> bool:
        return bool(self.decision) and self.versions_left != 0

    @property
    def late_now(self) -> Lateness:
        """How late it would be, handed in this moment."""
        rule = late_rule(self.assignment, self.work.terms.due_at)
        return lateness(timezone.now(), [rule])

    @property
    def takes_text(self) -> bool:
        return self.assignment.accepts != Assignment.Accepts.FILES

    @property
    def takes_files(self) -> bool:
        return self.assignment.accepts != Assignment.Accepts.TEXT

    @property
    def kinds(self) -> list[str]:
        return [*allowed_kinds(self.assignment).values()]

    @property
    def reusable(self) -> list[SubmissionFile]:
        """Files of the last version that are not in the draft."""
        drafted = {file.digest for file in self.draft_files}
        last = self.versions[-1].files if self.versions else []
        return [file for file in last if file.digest not in drafted]

    @property
    def newest(self) -> HandedIn | None:
        return self.versions[-1] if self.versions else None


def desk_of(assignment: Assignment, student: User, standing: Standing) -> Desk:
    work = student_work(assignment, student)
    drafts: list[SubmissionFile] = []
    if work.submission:
        drafts = list(work.submission.files.filter(version=None))
    return Desk(
        assignment,
        work,
        decide_working(student, assignment, work.terms, standing=standing),
        drafts,
        [_handed_in(work, each) for each in work.versions],
    )


def _handed_in(work: StudentWork, each: VersionWork) -> HandedIn:
    grading = work.feedback_on(each)
    return HandedIn(
        each.version,
        each.files,
        each.lateness,
        each.marked(grading) if grading else None,
        grading.comment if grading else "",
        [
            (criterion, criterion.level(grading.levels.get(criterion.id)))
            for criterion in each.given.criteria
        ]
        if grading and grading.levels
        else [],
        bool(grading and work.grade and work.grade.grading_id == grading.pk),
    )
