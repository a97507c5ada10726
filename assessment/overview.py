"""What a student reads before taking a quiz: its rules in words, their attempts, and what they can do now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_FLOOR, Decimal
from fractions import Fraction

from django.utils import formats, timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from assessment.access import Terms, accommodation_of, decide_working, terms_of
from assessment.models import Attempt, Quiz, Shown
from assessment.quiz_items import items_of
from assessment.services.attempts import attempts_left
from assessment.services.marking import share_of
from assessment.showing import shown_parts
from learning.access import Decision, Standing

TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Score:
    """What an attempt earned, and whether that is a pass."""

    points: Decimal
    max_points: Decimal
    share: Fraction
    is_pass: bool

    @property
    def percent(self) -> Decimal:
        return percent_of(self.share)


def percent_of(share: Fraction) -> Decimal:
    """Return a share as a percentage, rounded down: what is shown as a pass is one."""
    exact = Decimal(share.numerator * 100) / share.denominator
    shown = exact.quantize(TENTH, ROUND_FLOOR)
    return shown if shown % 1 else shown.quantize(Decimal(1))


def score_of(attempt: Attempt, quiz: Quiz) -> Score | None:
    """Return the score of an attempt that is marked. It passes by what the quiz asks for now."""
    if attempt.points is None:
        return None
    share = share_of(attempt)
    is_pass = share >= Fraction(quiz.pass_share)
    return Score(attempt.points, attempt.max_points, share, is_pass)


@dataclass(frozen=True)
class Overview:
    """A quiz as one student stands to it."""

    quiz: Quiz
    terms: Terms
    attempts: list[Attempt]
    shown: frozenset[str]
    left: int | None
    decision: Decision

    @property
    def open_attempt(self) -> Attempt | None:
        return (
            self.attempts[-1] if self.attempts and self.attempts[-1].is_open else None
        )

    @property
    def next_number(self) -> int:
        return len(self.attempts) + 1

    @property
    def lines(self) -> list[tuple[Attempt, Score | None]]:
        """Each attempt, with its score where that may be seen."""
        return [
            (each, score_of(each, self.quiz) if "score" in self.shown else None)
            for each in self.attempts
        ]

    @property
    def minutes(self) -> int | None:
        limit = self.quiz.time_limit_minutes
        return limit + self.terms.extra_minutes if limit else None

    @property
    def rules(self) -> list[tuple[str, str]]:
        """What somebody should know before they start, each with its icon."""
        return [
            ("list", self._questions()),
            ("clock", self._time()),
            ("refresh", self._attempts()),
            ("target", self._pass()),
            *(("calendar", sentence) for sentence in self._dates()),
            ("eye", self._shown()),
        ]

    def _questions(self) -> str:
        count = question_count(self.quiz)
        return ngettext("%d question", "%d questions", count) % count

    def _time(self) -> str:
        if self.minutes is None:
            return _("No time limit: you can go away and come back.")
        words = ngettext("%d minute", "%d minutes", self.minutes) % self.minutes
        sentence = _("%(minutes)s from when you start; the clock doesn't stop.") % {
            "minutes": words
        }
        if self.terms.extra_minutes:
            sentence += " " + _("Your extra time is counted in.")
        return sentence

    def _attempts(self) -> str:
        allowed = self.quiz.attempts_allowed
        if allowed is None:
            sentence = _("As many attempts as you like.")
        else:
            allowed += self.terms.extra_attempts
            sentence = ngettext("%d attempt.", "%d attempts.", allowed) % allowed
        if allowed == 1:
            return sentence
        counts = {
            Quiz.Counting.BEST: _("The best one counts."),
            Quiz.Counting.LAST: _("The last one counts."),
            Quiz.Counting.AVERAGE: _("The average of all counts."),
        }
        return f"{sentence} {counts[Quiz.Counting(self.quiz.counting)]}"

    def _pass(self) -> str:
        if not self.quiz.pass_percent:
            return _("There is no pass mark.")
        percent = formats.number_format(self.quiz.pass_percent.normalize())
        return _("You pass with %(percent)s %%.") % {"percent": percent}

    def _dates(self) -> Iterable[str]:
        now, opens, closes = timezone.now(), self.terms.opens_at, self.terms.closes_at
        if opens and opens > now:
            yield _("Opens on %(when)s.") % {"when": moment(opens)}
        if closes and closes > now:
            yield _("Closes on %(when)s; what is open then is submitted.") % {
                "when": moment(closes)
            }
        elif closes:
            yield _("Closed since %(when)s.") % {"when": moment(closes)}

    def _shown(self) -> str:
        """Say when each part of the result is shown; parts that are shown together share a sentence."""
        return " ".join(about_parts(self.quiz, self.terms))


def about_parts(
    quiz: Quiz, terms: Terms, leave_out: frozenset[str] = frozenset()
) -> Iterable[str]:
    """Say when the parts of a result are shown; those that are shown together share a sentence."""
    parts = {
        "score": (_("your score"), quiz.show_score),
        "feedback": (_("feedback"), quiz.show_feedback),
        "answers": (_("the right answers"), quiz.show_answers),
    }
    for when, words in _when_shown(quiz, terms).items():
        names = [
            name
            for part, (name, each) in parts.items()
            if each == when and part not in leave_out
        ]
        if names:
            yield words % {"parts": capfirst(_in_words(names))}


def _when_shown(quiz: Quiz, terms: Terms) -> dict[str, str]:
    """Return a sentence about when %(parts)s of a result are shown, for each choice of an author."""
    if terms.closes_at:
        closed = _("%(parts)s: once the quiz has closed, on {when}.").format(
            when=moment(terms.closes_at)
        )
    elif quiz.attempts_allowed is None:
        closed = _("%(parts)s: not as long as the quiz is open.")
    else:
        closed = _("%(parts)s: when you have no attempt left.")
    return {
        Shown.SUBMITTED: _("%(parts)s: as soon as you submit."),
        Shown.CLOSED: closed,
        Shown.NEVER: _("%(parts)s: not shown."),
    }


def _in_words(names: list[str]) -> str:
    if len(names) == 1:
        return names[0]
    return _("%(some)s and %(last)s") % {
        "some": ", ".join(names[:-1]),
        "last": names[-1],
    }


def moment(at: datetime) -> str:
    local = timezone.localtime(at)
    return f"{formats.date_format(local, 'j F Y')}, {formats.time_format(local, 'H:i')}"


def question_count(quiz: Quiz) -> int:
    """Return how many questions an attempt asks, as the author meant it."""
    return sum(item.count for item in items_of(quiz))


def overview_of(user: User, quiz: Quiz, standing: Standing) -> Overview:
    terms = terms_of(quiz, accommodation_of(user, quiz))
    attempts = list(quiz.attempts.filter(student=user).order_by("number"))
    left = attempts_left(quiz, terms, len(attempts))
    decision = decide_working(user, quiz, terms, standing=standing)
    if decision and not left and left is not None:
        decision = Decision(
            False, "no_attempt_left", _("You have used all your attempts.")
        )
    elif decision and not question_count(quiz):
        decision = Decision(False, "no_questions", _("This quiz has no questions yet."))
    return Overview(
        quiz=quiz,
        terms=terms,
        attempts=attempts,
        shown=shown_parts(
            quiz,
            terms,
            attempts_left=left,
            is_taking=any(each.is_open for each in attempts),
        ),
        left=left,
        decision=decision,
    )
