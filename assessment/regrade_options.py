"""What a teacher can choose in a regrade, and what former regrades did."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Min
from django.utils.safestring import SafeString
from wagtail.models import Revision

from accounts.models import User
from assessment.asked import AskedQuestion, asked_questions
from assessment.models import Answer, AnswerMark, Attempt, Grade, Question, Quiz
from assessment.regrading import Choice
from common.blocks.comparison import marked_difference

FULL_MARKS = "full"
MOST_REVISIONS = 10


@dataclass(frozen=True)
class RevisionOption:
    """A revision whose key can mark the answers to its question."""

    id: int
    created_at: datetime
    by: User | None
    asked: int
    is_live: bool
    changes_key: bool


@dataclass(frozen=True)
class QuestionOptions:
    """A question that was asked, and what it can be regraded by."""

    question_id: int
    title: str
    kind: str
    answers: int
    by_hand: int
    options: tuple[RevisionOption, ...]
    is_corrected: bool
    is_done: bool
    # From the oldest revision asked to the live one: what changed in how it is answered.
    difference: SafeString | None

    @property
    def preset(self) -> str:
        """What is chosen before the teacher chooses: the correction, unless it was applied."""
        if self.is_corrected and not self.is_done:
            return next((str(each.id) for each in self.options if each.is_live), "")
        return ""


def options_of_quiz(quiz: Quiz) -> list[QuestionOptions]:
    """Return the questions that submitted attempts were asked, corrected ones first. Seven queries."""
    answers = Answer.objects.filter(
        attempt__quiz=quiz, attempt__submitted_at__isnull=False
    )
    asked: dict[int, Counter[int]] = defaultdict(Counter)
    for question, revision, count in (
        answers.order_by()
        .values_list("question", "revision")
        .annotate(count=Count("pk"))
    ):
        asked[question][revision] = count
    live = dict(
        Question.objects.filter(pk__in=asked, live=True).values_list(
            "pk", "live_revision_id"
        )
    )
    found = _revisions(asked)
    texts = asked_questions([each.pk for rows in found.values() for each in rows])
    marks = AnswerMark.objects.filter(answer__attempt__quiz=quiz)
    by_hand: Counter[int] = Counter(
        dict(
            marks.filter(reason__in=AnswerMark.GIVEN_BY_HAND)
            .order_by()
            .values_list("answer__question")
            .annotate(count=Count("answer", distinct=True))
        )
    )
    done = set(
        marks.filter(reason=AnswerMark.Reason.REGRADE)
        .order_by()
        .values_list("answer__question", "revision")
        .distinct()
    )
    questions = [
        _options(pk, asked[pk], found[pk], live.get(pk), texts, by_hand[pk], done)
        for pk in asked
    ]
    return sorted(
        questions, key=lambda each: (not each.is_corrected, each.is_done, each.title)
    )


def _revisions(asked: Mapping[int, Counter[int]]) -> dict[int, list[Any]]:
    """Return for each question the revisions from the oldest that was asked, the newest of them."""
    content_type = ContentType.objects.get_for_model(Question)
    rows = (
        Revision.objects.filter(
            content_type=content_type, object_id__in=[str(pk) for pk in asked]
        )
        .select_related("user")
        .defer("content")
        .order_by("pk")
    )
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        question = int(row.object_id)
        if row.pk >= min(asked[question]):
            found[question].append(row)
    return {
        pk: [
            row
            for place, row in enumerate(rows, start=-len(rows))
            if place >= -MOST_REVISIONS or row.pk in asked[pk]
        ]
        for pk, rows in found.items()
    }


def _options(
    pk: int,
    asked: Counter[int],
    revisions: list[Any],
    live: int | None,
    texts: Mapping[int, AskedQuestion],
    by_hand: int,
    done: set[tuple[int, int]],
) -> QuestionOptions:
    oldest = texts[min(asked)]
    live_text = texts.get(live or 0)
    if live_text and live_text.kind != oldest.kind:
        live_text = None
    is_corrected = live_text is not None and any(
        _key_text(texts[each]) != _key_text(live_text) for each in asked
    )
    return QuestionOptions(
        question_id=pk,
        title=texts[max(asked)].title,
        kind=oldest.kind,
        answers=sum(asked.values()),
        by_hand=by_hand,
        options=tuple(
            RevisionOption(
                id=row.pk,
                created_at=row.created_at,
                by=row.user,
                asked=asked[row.pk],
                is_live=row.pk == live,
                changes_key=_key_text(texts[row.pk]) != _key_text(oldest),
            )
            for row in revisions
            if texts[row.pk].kind == oldest.kind
        ),
        is_corrected=is_corrected,
        is_done=(pk, live) in done,
        difference=_difference(oldest, live_text) if is_corrected else None,
    )


def _key_text(asked: AskedQuestion) -> Any:
    """What says how a question is answered and what is right, in whatever order it was stored."""
    return json.loads(asked.content["answer"])


def _difference(older: AskedQuestion, newer: AskedQuestion | None) -> SafeString | None:
    if newer is None:
        return None
    block = Question._meta.get_field("answer").stream_block.child_blocks[newer.kind]
    return marked_difference(block, older.body, newer.body)


def choices_from(
    data: Mapping[str, Any], questions: Iterable[QuestionOptions]
) -> tuple[Choice, ...]:
    """Read what was chosen. What isn't among the options is passed over."""
    choices = []
    for question in questions:
        use = data.get(f"use-{question.question_id}", "")
        includes_hand = bool(data.get(f"hand-{question.question_id}"))
        if use == FULL_MARKS:
            choices.append(Choice(question.question_id, None, includes_hand))
        elif use in {str(option.id) for option in question.options}:
            choices.append(Choice(question.question_id, int(use), includes_hand))
    return tuple(choices)


def fields_of(choices: Iterable[Choice]) -> list[tuple[str, str]]:
    """Return what a form sends for these choices."""
    fields = []
    for choice in choices:
        use = FULL_MARKS if choice.is_full_marks else str(choice.revision_id)
        fields.append((f"use-{choice.question_id}", use))
        if choice.includes_hand:
            fields.append((f"hand-{choice.question_id}", "1"))
    return fields


# --- What was done ------------------------------------------------------------------


@dataclass(frozen=True)
class FormerRegrade:
    """One regrade: its marks have the moment in common."""

    number: int  # of its first mark
    at: datetime
    by: User | None
    reason: str
    marks: int


@dataclass(frozen=True)
class FormerChange:
    grade: Grade
    before: Grade | None

    @property
    def difference(self) -> Decimal:
        was = self.before.points if self.before else None
        return (self.grade.points or Decimal(0)) - (was or Decimal(0))

    @property
    def loses(self) -> bool:
        return self.before is not None and self.difference < 0


def former_regrades(quiz: Quiz) -> list[FormerRegrade]:
    """Return the regrades of a quiz, the newest first. Two queries."""
    rows = list(
        AnswerMark.objects.filter(
            answer__attempt__quiz=quiz, reason=AnswerMark.Reason.REGRADE
        )
        .order_by()
        .values("created_at", "by", "comment")
        .annotate(marks=Count("pk"), number=Min("pk"))
        .order_by("-number")
    )
    people = User.objects.in_bulk({row["by"] for row in rows if row["by"]})
    return [
        FormerRegrade(
            number=row["number"],
            at=row["created_at"],
            by=people.get(row["by"]),
            reason=row["comment"],
            marks=row["marks"],
        )
        for row in rows
    ]


def changes_by(
    quiz: Quiz, regrade: FormerRegrade, later: FormerRegrade | None
) -> list[FormerChange]:
    """Return the grades that a regrade wrote with those before them, losses first."""
    before: dict[int, Grade] = {}
    changes = []
    grades = Grade.objects.filter(item__quiz=quiz).select_related("student")
    for grade in grades.order_by("pk"):
        is_its = (
            grade.reason == Grade.Reason.REGRADE
            and grade.created_at >= regrade.at
            and (later is None or grade.created_at < later.at)
        )
        if is_its:
            changes.append(FormerChange(grade, before.get(grade.student_id)))
        before[grade.student_id] = grade
    return sorted(changes, key=lambda each: (each.difference, str(each.grade.student)))


def open_attempts(quiz: Quiz) -> int:
    return Attempt.objects.open().filter(quiz=quiz).count()
