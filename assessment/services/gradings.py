"""What graders do: judge a version, release what they think, take it back. History is added to, never changed."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from assessment.models import (
    Assignment,
    Grade,
    GradeItem,
    Grading,
    Submission,
)
from assessment.rubrics import known_levels, rubric_points
from assessment.scoring import PLACES
from assessment.services.grades import grade_item_of, record_grade
from assessment.work import StudentWork, VersionWork, class_work, student_work
from common.exceptions import Refused

LONGEST_COMMENT = 50_000


def grade_version(
    *,
    work: VersionWork,
    by: User,
    points: Decimal | None,
    levels: Mapping[str, str] | None = None,
    comment: str = "",
    seen: int = 0,
) -> Grading:
    """Add what `by` thinks of a version; the student sees nothing of it before it is released.

    Without `points` the levels of the rubric decide. `seen` is the number of the newest grading that
    the grader knew of, 0 for none: what a colleague decided meanwhile is not overruled unseen.
    """
    levels = known_levels(work.given.criteria, levels or {})
    comment = comment.replace("\r\n", "\n").replace("\0", "").strip()
    if points is None:
        points = rubric_points(work.given.criteria, levels, work.given.max_points)
    points = _checked(points, work, comment)
    with transaction.atomic():
        Submission.objects.select_for_update().get(pk=work.version.submission_id)
        newest = (
            Grading.objects.filter(version=work.version)
            .select_related("by")
            .order_by("-pk")
            .first()
        )
        said = (points, levels, comment)
        if newest and (newest.points, newest.levels, newest.comment) == said:
            return newest
        if newest and newest.pk != seen:
            raise Refused(
                "graded_elsewhere",
                _(
                    "%(name)s graded this version in the meantime: %(points)s points. Save again if"
                    " yours is to count."
                )
                % {
                    "name": newest.by or _("Somebody"),
                    "points": newest.points.normalize(),
                },
            )
        return Grading.objects.create(
            version=work.version,
            points=points,
            levels=levels,
            comment=comment,
            by=by,
            created_at=timezone.now(),
        )


def release(*, assignment: Assignment, student: User, by: User) -> Grade:
    """Let the student know what counts now: of all versions, with what lateness takes away."""
    item = grade_item_of(assignment)
    with transaction.atomic():
        _lock(item)
        work = student_work(assignment, student)
        if not work.counting:
            raise Refused(
                "not_graded",
                _("Nothing is graded yet, so there is nothing to release."),
            )
        if not work.waits_for_release and work.grade:
            return work.grade
        return _tell(item, work, by)


def release_all(
    *, assignment: Assignment, by: User, students: Iterable[User] | None = None
) -> list[Grade]:
    """Let everybody, or `students`, know at once what was graded and not released yet."""
    item = grade_item_of(assignment)
    with transaction.atomic():
        _lock(item)
        return [
            _tell(item, work, by)
            for work in _works(assignment, students)
            if work.waits_for_release and not (work.grade and work.grade.is_excused)
        ]


def take_back(
    *, assignment: Assignment, by: User, students: Iterable[User] | None = None
) -> list[Grade]:
    """Hide released grades again, of everybody or of `students`. What was thought is kept."""
    item = grade_item_of(assignment)
    with transaction.atomic():
        _lock(item)
        return [
            record_grade(
                item=item,
                student=work.student,
                points=None,
                max_points=work.grade.max_points,
                reason=Grade.Reason.WITHDRAWN,
                by=by,
            )
            for work in _works(assignment, students)
            if work.grade and work.grade.grading_id
        ]


def _works(
    assignment: Assignment, students: Iterable[User] | None
) -> list[StudentWork]:
    """Return the work of the whole class, or of `students`."""
    works = class_work(assignment)
    if students is None:
        return works
    wanted = {student.pk for student in students}
    return [work for work in works if work.student.pk in wanted]


def _tell(item: GradeItem, work: StudentWork, by: User) -> Grade:
    counting = work.counting
    assert counting is not None  # the caller asked
    assert counting.grading is not None
    marked = counting.marked(counting.grading)
    return record_grade(
        item=item,
        student=work.student,
        points=marked.points_left,
        max_points=marked.max_points,
        penalty=marked.points - marked.points_left,
        reason=Grade.Reason.GRADED,
        by=by,
        grading=counting.grading,
        revision_id=counting.version.revision_id,
    )


def _checked(points: Decimal | None, work: VersionWork, comment: str) -> Decimal:
    if points is None and work.given.criteria:
        raise Refused(
            "no_points",
            _("Choose a level for each criterion, or give points yourself."),
        )
    if points is None:
        raise Refused("no_points", _("Give points first."))
    if not 0 <= points <= work.given.max_points:
        raise Refused(
            "bad_points",
            _("Points lie between 0 and %(most)s.")
            % {"most": f"{work.given.max_points.normalize():f}"},
        )
    if len(comment) > LONGEST_COMMENT:
        raise Refused("too_long", _("The comment is too long."))
    return round(points, PLACES)


def _lock(item: GradeItem) -> None:
    """Let one release after the other happen, so that nobody is told twice."""
    GradeItem.objects.select_for_update().get(pk=item.pk)
