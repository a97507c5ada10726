"""Taking a quiz: starting, answering, handing in. The clock is the server's, and it is read once each time."""

import logging
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from assessment.access import Terms, accommodation_of, decide_working, terms_of
from assessment.asked import asked_question, asked_questions
from assessment.composing import Asked, compose
from assessment.models import Accommodation, Answer, Attempt, AttemptAddress, Quiz
from assessment.responses import clean_response
from assessment.services.marking import mark_attempt
from assessment.signals import attempt_submitted
from common.exceptions import Refused
from learning.access import Standing

logger = logging.getLogger(__name__)

# What one report of a browser may add to the time spent on a question.
MOST_SECONDS_A_REPORT = 300
# In place of an answer: it stays as it is.
UNCHANGED: Any = object()


@dataclass(frozen=True)
class Saved:
    """That answers were kept: when, what time it is, and when the attempt ends."""

    at: datetime
    now: datetime
    ends_at: datetime | None
    is_answered: bool = True

    @property
    def seconds_left(self) -> float | None:
        return (self.ends_at - self.now).total_seconds() if self.ends_at else None


def start_attempt(
    *,
    student: User,
    quiz: Quiz,
    address: str | None = None,
    browser: str = "",
    standing: Standing | None = None,
    number: int | None = None,
) -> Attempt:
    """Begin an attempt, or return the one that is open. Two tabs that begin at once get the same one.

    `number` says which attempt was asked for: asking for the same one later begins no other. Raises
    `Refused` if the student may not take the quiz now, or has no attempt left.
    """
    now = timezone.now()
    terms = terms_of(quiz, accommodation_of(student, quiz))
    made = list(quiz.attempts.filter(student=student).order_by("number"))
    if number is not None and 0 < number <= len(made):
        return made[number - 1]
    if made and made[-1].is_open:
        if not is_over(made[-1], now):
            return made[-1]
        submit_attempt(attempt=made[-1], by=Attempt.By.CLOCK)
    decision = decide_working(student, quiz, terms, now, standing=standing)
    if not decision:
        raise Refused(decision.code, str(decision.sentence))
    if quiz.live_revision_id is None:
        raise Refused("not_published", _("This quiz is not published."))
    if attempts_left(quiz, terms, len(made)) == 0:
        raise Refused("no_attempt_left", _("You have used all your attempts."))
    try:
        with transaction.atomic():
            return _begin(student, quiz, terms, len(made) + 1, now, address, browser)
    except IntegrityError:
        # The other tab was faster.
        return Attempt.objects.filter(quiz=quiz, student=student).latest("number")


def attempts_left(quiz: Quiz, terms: Terms, made: int) -> int | None:
    """Return how many attempts a student may still begin; None for as many as they like."""
    if quiz.attempts_allowed is None:
        return None
    return max(quiz.attempts_allowed + terms.extra_attempts - made, 0)


def _begin(
    student: User,
    quiz: Quiz,
    terms: Terms,
    number: int,
    now: datetime,
    address: str | None,
    browser: str,
) -> Attempt:
    seed = secrets.randbits(63)
    asked = compose(quiz, seed)
    if not asked:
        raise Refused("no_questions", _("This quiz has no questions yet."))
    attempt = Attempt.objects.create(
        quiz=quiz,
        revision_id=quiz.live_revision_id,
        student=student,
        number=number,
        seed=seed,
        started_at=now,
        ends_at=_end(quiz, terms, now),
        max_points=sum(each.points for each in asked),
        address=address,
    )
    Answer.objects.bulk_create(unanswered(attempt, asked))
    if address:
        AttemptAddress.objects.create(
            attempt=attempt, address=address, browser=browser[:255], seen_at=now
        )
    return attempt


def unanswered(attempt: Attempt, asked: Iterable[Asked]) -> list[Answer]:
    """Return a row for each question of an attempt, not yet saved and not yet answered."""
    return [
        Answer(
            attempt=attempt,
            position=position,
            question_id=each.question_id,
            revision_id=each.revision_id,
            max_points=each.points,
        )
        for position, each in enumerate(asked, start=1)
    ]


def _end(quiz: Quiz, terms: Terms, started_at: datetime) -> datetime | None:
    """Return when an attempt ends: when its time is up or the quiz closes, whichever comes first."""
    ends = [terms.closes_at] if terms.closes_at else []
    if quiz.time_limit_minutes:
        minutes = quiz.time_limit_minutes + terms.extra_minutes
        ends.append(started_at + timedelta(minutes=minutes))
    return min(ends) if ends else None


def is_over(attempt: Attempt, now: datetime | None = None) -> bool:
    """Whether the time of an attempt is up; nothing more is accepted then, submitted or not."""
    return attempt.ends_at is not None and (now or timezone.now()) >= attempt.ends_at


def save_answer(
    *,
    attempt: Attempt,
    position: int,
    response: Any = UNCHANGED,
    seconds: int = 0,
    is_flagged: bool | None = None,
    address: str | None = None,
    browser: str = "",
    answer: Answer | None = None,
    given_at: datetime | None = None,
    seen: datetime | None = None,
) -> Saved:
    """Keep what a student answers to one question, in place of what they answered before.

    An answer that waited in a browser says when it was `given_at`, and which state it followed: the
    `saved_at` that was `seen`. It never replaces one that was given later elsewhere. Who has read the
    `answer` already passes it, and saves a query. Raises `Refused` once the attempt is submitted or its
    time is up: then it is submitted by this look.
    """
    if answer is None:
        answer = Answer.objects.filter(attempt=attempt, position=position).first()
    if answer is None:
        raise Refused("no_such_question", _("This attempt has no such question."))
    row = Answer.objects.filter(pk=answer.pk)
    added = max(0, min(seconds, MOST_SECONDS_A_REPORT))
    changes: dict[str, Any] = {"seconds_spent": F("seconds_spent") + added}
    if is_flagged is not None:
        changes["is_flagged"] = is_flagged
    if response is UNCHANGED:

        def note(now: datetime) -> datetime:
            row.update(**changes)
            return now

        return _while_open(attempt, note, address, browser)
    kept = clean_response(asked_question(answer.revision_id), response)

    def change(now: datetime) -> datetime:
        present = row.filter(_not_later(given_at, seen)) if given_at else row
        if present.update(response=kept, saved_at=now, **changes):
            return now
        # A browser that never heard that this was saved sends it once more.
        standing = row.get()
        if standing.response != kept:
            raise Refused(
                "newer", _("A newer answer to this question was saved meanwhile.")
            )
        return standing.saved_at or now

    saved = _while_open(attempt, change, address, browser)
    return replace(saved, is_answered=kept is not None)


def _not_later(given_at: datetime, seen: datetime | None) -> Q:
    earlier = Q(saved_at=None) | Q(saved_at__lte=given_at)
    return earlier | Q(saved_at=seen) if seen else earlier


def save_answers(
    *,
    attempt: Attempt,
    given: Mapping[int, Any],
    flagged: frozenset[int] = frozenset(),
    address: str | None = None,
    browser: str = "",
) -> Saved:
    """Keep the answers of a whole page, by position, and which of them are `flagged`.

    Raises `Refused` as `save_answer` does; if an answer is none, after the others are kept.
    """
    answers = list(Answer.objects.filter(attempt=attempt, position__in=given))
    asked = asked_questions({answer.revision_id for answer in answers})
    kept: list[Answer] = []
    refusal: Refused | None = None
    for answer in answers:
        answer.is_flagged = answer.position in flagged
        question = asked[answer.revision_id]
        try:
            answer.response = clean_response(question, given[answer.position])
        except Refused as refused:
            refusal = refused
            continue
        kept.append(answer)

    def change(now: datetime) -> datetime:
        for answer in kept:
            answer.saved_at = now
        Answer.objects.bulk_update(kept, ["response", "saved_at", "is_flagged"])
        return now

    saved = _while_open(attempt, change, address, browser)
    if refusal:
        raise refusal
    return saved


def _while_open(
    attempt: Attempt,
    change: Callable[[datetime], datetime],
    address: str | None,
    browser: str,
) -> Saved:
    """Make a change to the answers of an attempt that is open; submit one whose time is up.

    `change` is given the time, and returns the one that stands with the answer now.
    """
    with transaction.atomic():
        # Handing in takes the same lock: an answer is either saved before it, and marked, or refused.
        present = Attempt.objects.select_for_update(of=("self",)).get(pk=attempt.pk)
        now = timezone.now()
        if present.is_open and not is_over(present, now):
            at = change(now)
            if address and address != present.address:
                _note_address(present, address, browser, now)
            return Saved(at, now, present.ends_at)
    if not present.is_open:
        raise Refused(
            "submitted",
            _("This attempt has been submitted. This answer came too late."),
        )
    submit_attempt(attempt=present, by=Attempt.By.CLOCK)
    raise Refused(
        "time_up", _("Time is up. This answer came too late and was not kept.")
    )


def _note_address(attempt: Attempt, address: str, browser: str, now: datetime) -> None:
    Attempt.objects.filter(pk=attempt.pk).update(address=address)
    AttemptAddress.objects.create(
        attempt=attempt, address=address, browser=browser[:255], seen_at=now
    )


@transaction.atomic
def submit_attempt(*, attempt: Attempt, by: str = Attempt.By.STUDENT) -> Attempt:
    """Hand an attempt in and mark it. A second time changes nothing.

    What is handed in late by the clock counts as handed in when time was up.
    """
    present = (
        Attempt.objects.select_for_update(of=("self",))
        .select_related("quiz", "student")
        .get(pk=attempt.pk)
    )
    if not present.is_open:
        return present
    now = timezone.now()
    present.submitted_at = min(now, present.ends_at) if present.ends_at else now
    present.submitted_by = Attempt.By.CLOCK if is_over(present, now) else by
    mark_attempt(attempt=present)
    transaction.on_commit(
        lambda: attempt_submitted.send(Attempt, attempt=present), robust=True
    )
    return present


def submit_overdue(**which: Any) -> int:
    """Submit the open attempts whose time is up, of those that `which` names; return how many.

    Each in a transaction of its own: one that fails is logged and doesn't hold up the others.
    """
    overdue = Attempt.objects.open().filter(ends_at__lte=timezone.now(), **which)
    count = 0
    for attempt in overdue.order_by("ends_at"):
        try:
            submit_attempt(attempt=attempt, by=Attempt.By.CLOCK)
        except Exception:
            logger.exception("Attempt %s could not be submitted.", attempt.uuid)
        else:
            count += 1
    return count


@transaction.atomic
def reset_clocks(*, quiz: Quiz, student: User | None = None) -> int:
    """Let open attempts end when the quiz, and each student's accommodation, now say. Return how many changed."""
    attempts = Attempt.objects.open().filter(quiz=quiz).select_for_update(of=("self",))
    if student is not None:
        attempts = attempts.filter(student=student)
    attempts_open = list(attempts)
    whose = Q(student__in=[attempt.student_id for attempt in attempts_open])
    own = {
        each.student_id: each for each in Accommodation.objects.filter(whose, quiz=quiz)
    }
    changed = []
    for attempt in attempts_open:
        ends_at = _end(
            quiz, terms_of(quiz, own.get(attempt.student_id)), attempt.started_at
        )
        if ends_at != attempt.ends_at:
            attempt.ends_at = ends_at
            changed.append(attempt)
    Attempt.objects.bulk_update(changed, ["ends_at"])
    return len(changed)
