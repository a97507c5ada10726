"""What a regrade would do: computed from what is there, written by nobody.

The dry run and the regrade ask the same function, and the digest of its answer says whether they got
the same: what changed in between changes the digest.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from accounts.models import User
from assessment.asked import AskedQuestion, asked_questions
from assessment.meaning import carried_over
from assessment.models import Answer, AnswerMark, Attempt, Grade, GradeItem, Quiz
from assessment.scoring import HUNDRED, assess, award
from assessment.services.grades import is_by_hand, present_grades
from assessment.services.marking import Result, is_same, result_of


@dataclass(frozen=True)
class Choice:
    """How the answers to one question are marked anew: by a revision's key, or all in full."""

    question_id: int
    revision_id: int | None = None  # None: full marks for everybody
    includes_hand: bool = False

    @property
    def is_full_marks(self) -> bool:
        return self.revision_id is None


@dataclass(frozen=True)
class MarkChange:
    """An answer that would get another mark; `before` is None if it had none."""

    answer: Answer
    title: str
    seen: int | None
    before: Decimal | None
    after: Decimal
    revision_id: int
    matched: tuple[str, ...]
    was_by_hand: bool


@dataclass(frozen=True)
class StudentChange:
    """What somebody has in the gradebook, and what they would have."""

    student: User
    seen: int | None
    before: Decimal | None
    before_most: Decimal | None
    result: Result | None
    has_passed: bool
    would_pass: bool
    # Somebody entered the grade by hand: it stays.
    is_kept: bool = False

    @property
    def after(self) -> Decimal | None:
        return self.before if self.is_kept or not self.result else self.result.points

    @property
    def after_most(self) -> Decimal | None:
        if self.is_kept or not self.result:
            return self.before_most
        return self.result.max_points

    @property
    def percent_before(self) -> Decimal | None:
        return _percent(self.before, self.before_most)

    @property
    def percent_after(self) -> Decimal | None:
        return _percent(self.after, self.after_most)

    @property
    def is_changed(self) -> bool:
        return (self.before, self.before_most) != (self.after, self.after_most)

    @property
    def difference(self) -> Decimal:
        """In percent: another attempt may count afterwards, with other full marks."""
        return (self.percent_after or Decimal(0)) - (self.percent_before or Decimal(0))

    @property
    def gains(self) -> bool:
        return self.is_changed and (self.before is None or self.difference > 0)

    @property
    def loses(self) -> bool:
        return self.is_changed and self.before is not None and self.difference < 0

    @property
    def verdict(self) -> str:
        """Whether passing changes: "passes", "fails" or nothing."""
        if self.is_kept or self.has_passed == self.would_pass:
            return ""
        return "passes" if self.would_pass else "fails"


@dataclass(frozen=True)
class Plan:
    choices: tuple[Choice, ...]
    marks: tuple[MarkChange, ...]
    # Marks by hand that the choices leave as they are.
    spared: int
    # What attempts would have; those that are complete, and change.
    points: Mapping[int, Decimal]
    students: tuple[StudentChange, ...]

    @property
    def changed(self) -> list[StudentChange]:
        return [each for each in self.students if each.is_changed]

    @property
    def unchanged(self) -> list[StudentChange]:
        return [each for each in self.students if not each.is_changed]

    @property
    def gaining(self) -> list[StudentChange]:
        return [each for each in self.students if each.gains]

    @property
    def losing(self) -> list[StudentChange]:
        return [each for each in self.students if each.loses]

    @property
    def kept(self) -> list[StudentChange]:
        return [each for each in self.students if each.is_kept]

    @property
    def replaced_by_hand(self) -> list[MarkChange]:
        return [each for each in self.marks if each.was_by_hand]

    @cached_property
    def digest(self) -> str:
        """The same for the same outcome from the same beginning, and for nothing else."""
        told = [
            [[each.question_id, each.revision_id] for each in self.choices],
            [
                [
                    each.answer.pk,
                    each.seen,
                    str(each.after.normalize()),
                    each.revision_id,
                ]
                for each in self.marks
            ],
            [
                [each.student.pk, each.seen, str(each.after), str(each.after_most)]
                for each in self.students
            ],
        ]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def plan_regrade(*, quiz: Quiz, choices: Iterable[Choice]) -> Plan:
    """Return what marking answers anew by `choices` would change. Six queries, however many there are."""
    choices = tuple(sorted(choices, key=lambda each: each.question_id))
    attempts = list(
        Attempt.objects.submitted()
        .filter(quiz=quiz)
        .select_related("student")
        .order_by("student__last_name", "student__first_name", "student", "number")
    )
    marks = _newest_marks(quiz)
    answers = _answers(quiz, {each.pk: each for each in attempts})
    wanted = {each.question_id: each for each in choices}
    concerned = [each for each in answers if each.question_id in wanted]
    asked = asked_questions(
        {each.revision_id for each in concerned}
        | {each.revision_id for each in choices if each.revision_id}
    )
    changes, spared = [], 0
    for answer in concerned:
        choice, mark = wanted[answer.question_id], marks.get(answer.pk)
        if _is_by_hand(mark) and not choice.includes_hand:
            spared += 1
            continue
        if change := _change(answer, mark, choice, asked):
            changes.append(change)
    points = _points(attempts, answers, marks, changes)
    return Plan(
        choices=choices,
        marks=tuple(changes),
        spared=spared,
        points=points,
        students=tuple(_students(quiz, attempts, points)),
    )


def _answers(quiz: Quiz, attempts: Mapping[int, Attempt]) -> list[Answer]:
    found = []
    for answer in Answer.objects.filter(attempt__quiz=quiz).order_by("pk"):
        if attempt := attempts.get(answer.attempt_id):
            answer.attempt = attempt
            found.append(answer)
    return found


def _newest_marks(quiz: Quiz) -> dict[int, AnswerMark]:
    marks = AnswerMark.objects.filter(answer__attempt__quiz=quiz).order_by("pk")
    return {mark.answer_id: mark for mark in marks.defer("comment", "levels")}


def _change(
    answer: Answer,
    mark: AnswerMark | None,
    choice: Choice,
    asked: Mapping[int, AskedQuestion],
) -> MarkChange | None:
    """Return the mark that an answer would get; None where it has as much already, or a person must read it."""
    revision_id = answer.revision_id
    matched: tuple[str, ...] = ()
    if choice.revision_id is None:
        after = answer.max_points
    else:
        newer, older = asked[choice.revision_id], asked[answer.revision_id]
        if newer.kind != older.kind:
            return None
        assessed = assess(newer.key, carried_over(answer.response, older, newer))
        if assessed.share is None:
            return None
        after = award(assessed.share, answer.max_points)
        revision_id, matched = newer.revision_id, assessed.matched
    if mark and mark.points == after:
        return None
    return MarkChange(
        answer=answer,
        title=asked[answer.revision_id].title,
        seen=mark.pk if mark else None,
        before=mark.points if mark else None,
        after=after,
        revision_id=revision_id,
        matched=matched,
        was_by_hand=_is_by_hand(mark),
    )


def _is_by_hand(mark: AnswerMark | None) -> bool:
    return mark is not None and mark.is_by_hand


def _points(
    attempts: Iterable[Attempt],
    answers: Iterable[Answer],
    marks: Mapping[int, AnswerMark],
    changes: Iterable[MarkChange],
) -> dict[int, Decimal]:
    """Return what attempts with changed marks would have, once all their answers have one."""
    after = {each.answer.pk: each.after for each in changes}
    changed = {each.answer.attempt_id for each in changes}
    parts: dict[int, list[Decimal | None]] = defaultdict(list)
    for answer in answers:
        if answer.attempt_id in changed:
            mark = marks.get(answer.pk)
            given = mark.points if mark else None
            parts[answer.attempt_id].append(after.get(answer.pk, given))
    totals: dict[int, Decimal] = {}
    for attempt in attempts:
        earned = parts.get(attempt.pk)
        if earned and None not in earned:
            total = sum((each for each in earned if each is not None), Decimal(0))
            if total != attempt.points:
                totals[attempt.pk] = total
    return totals


def _students(
    quiz: Quiz, attempts: Sequence[Attempt], points: Mapping[int, Decimal]
) -> Iterable[StudentChange]:
    item = GradeItem.objects.filter(quiz=quiz).first()
    grades = {
        grade.student_id: grade
        for grade in present_grades(Grade.objects.filter(item=item))
    }
    by_student: dict[User, list[Attempt]] = defaultdict(list)
    for attempt in attempts:
        by_student[attempt.student].append(attempt)
    for student, made in by_student.items():
        marked = [each for each in made if each.is_marked or each.pk in points]
        touched = any(each.pk in points for each in made)
        result = result_of(marked, quiz.counting, points)
        if result is None:
            continue
        grade = grades.get(student.pk)
        is_kept = bool(grade and is_by_hand(grade) and touched)
        # Only what the regrade itself changes: who had no grade for another reason gets none by it.
        changes = touched and not (grade and is_same(grade, result))
        yield StudentChange(
            student=student,
            seen=grade.pk if grade else None,
            before=grade.points if grade else None,
            before_most=grade.max_points if grade else None,
            result=result if changes else None,
            has_passed=_passes(quiz, grade),
            would_pass=_passes(quiz, result) if changes else _passes(quiz, grade),
            is_kept=is_kept,
        )


def _passes(quiz: Quiz, got: Grade | Result | None) -> bool:
    if got is None or got.points is None:
        return False
    if not got.max_points:
        return True
    return Fraction(got.points) / Fraction(got.max_points) >= Fraction(quiz.pass_share)


def _percent(points: Decimal | None, most: Decimal | None) -> Decimal | None:
    if points is None or most is None:
        return None
    if not most:
        return Decimal(HUNDRED)
    return award(Fraction(points) / Fraction(most), Decimal(HUNDRED))
