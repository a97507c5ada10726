"""One question as plain values, the same whatever file it comes from or goes to.

Texts are HTML as `markup` writes it; a picture in them has the name of one of `files`. An item is
`settled`: of several ways to say the same there is one, so that two items are equal if they mean
the same.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

from assessment.formats.words import seen, seen_line
from assessment.scoring import Grading, Match, Unit

FULL = Decimal(100)
NONE = Decimal(0)
CREDIT_QUANTUM = Decimal("0.00001")
DIFFICULTIES = ("easy", "medium", "hard")
MAX_TITLE = 255
MAX_TAG = 100


@dataclass(frozen=True)
class Choice:
    """`credit` is a percentage where it isn't what `is_right` says."""

    text: str
    is_right: bool = False
    credit: Decimal | None = None
    feedback: str = ""


@dataclass(frozen=True)
class SingleChoice:
    kind: ClassVar[str] = "single_choice"
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class MultipleChoice:
    kind: ClassVar[str] = "multiple_choice"
    choices: tuple[Choice, ...]
    grading: Grading = Grading.PARTIAL


@dataclass(frozen=True)
class TrueFalse:
    kind: ClassVar[str] = "true_false"
    right: bool
    feedback_true: str = ""
    feedback_false: str = ""


@dataclass(frozen=True)
class AcceptedText:
    text: str
    match: Match = Match.EXACT
    credit: Decimal = FULL
    feedback: str = ""


@dataclass(frozen=True)
class ShortAnswer:
    kind: ClassVar[str] = "short_answer"
    accepted: tuple[AcceptedText, ...]
    case_sensitive: bool = False


@dataclass(frozen=True)
class AcceptedNumber:
    value: Decimal
    tolerance: Decimal = NONE
    is_relative: bool = False
    credit: Decimal = FULL
    feedback: str = ""

    @property
    def width(self) -> Decimal:
        """How far an answer may be away, in the number's own unit."""
        return self.tolerance * abs(self.value) if self.is_relative else self.tolerance


@dataclass(frozen=True)
class UnitOfNumber:
    name: str
    factor: Decimal = Decimal(1)


@dataclass(frozen=True)
class Numeric:
    kind: ClassVar[str] = "numeric"
    accepted: tuple[AcceptedNumber, ...]
    unit: Unit = Unit.NONE
    units: tuple[UnitOfNumber, ...] = ()


@dataclass(frozen=True)
class Pair:
    prompt: str
    match: str


@dataclass(frozen=True)
class Matching:
    kind: ClassVar[str] = "matching"
    pairs: tuple[Pair, ...]
    distractors: tuple[str, ...] = ()
    grading: Grading = Grading.PARTIAL


@dataclass(frozen=True)
class Ordering:
    kind: ClassVar[str] = "ordering"
    items: tuple[str, ...]
    grading: Grading = Grading.PARTIAL


@dataclass(frozen=True)
class Level:
    title: str
    points: Decimal
    description: str = ""


@dataclass(frozen=True)
class Criterion:
    title: str
    levels: tuple[Level, ...]
    description: str = ""


@dataclass(frozen=True)
class Essay:
    kind: ClassVar[str] = "essay"
    template_text: str = ""
    min_words: int | None = None
    max_words: int | None = None
    for_graders: str = ""
    rubric: tuple[Criterion, ...] = ()


Body = (
    SingleChoice
    | MultipleChoice
    | TrueFalse
    | ShortAnswer
    | Numeric
    | Matching
    | Ordering
    | Essay
)


@dataclass(frozen=True)
class File:
    name: str
    data: bytes


@dataclass(frozen=True, kw_only=True)
class Item:
    title: str
    prompt: str
    body: Body
    points: Decimal = Decimal(1)
    feedback: str = ""
    tags: tuple[str, ...] = ()
    difficulty: str = "medium"
    files: tuple[File, ...] = ()

    @property
    def kind(self) -> str:
        return self.body.kind


def settled(item: Item) -> Item:
    """Return the one way to say what `item` says."""
    return replace(
        item,
        title=seen_line(item.title)[:MAX_TITLE].strip(),
        tags=settled_tags(item.tags),
        files=tuple(sorted(item.files, key=lambda file: file.name)),
        body=_settled_body(item.body),
    )


def settled_tags(tags: Iterable[str]) -> tuple[str, ...]:
    names = (seen_line(tag)[:MAX_TAG].rstrip("\\ ") for tag in tags)
    return tuple(sorted({name for name in names if name}))


def _settled_body(body: Body) -> Body:
    if isinstance(body, SingleChoice):
        values = [
            FULL * choice.is_right if choice.credit is None else choice.credit
            for choice in body.choices
        ]
        return SingleChoice(one_right(body.choices, values))
    if isinstance(body, MultipleChoice):
        if body.grading == Grading.ALL_OR_NOTHING:
            bare = (replace(choice, credit=None) for choice in body.choices)
            return replace(body, choices=tuple(bare))
        return replace(body, choices=several_right(body.choices, _shares(body.choices)))
    if isinstance(body, ShortAnswer):
        texts = map(_settled_text, body.accepted)
        return replace(body, accepted=tuple(sorted(texts, key=_best_first)))
    if isinstance(body, Numeric):
        accepted = tuple(
            replace(each, is_relative=each.is_relative and bool(each.tolerance))
            for each in sorted(body.accepted, key=_best_first)
        )
        units = body.units if body.unit != Unit.NONE else ()
        named = tuple(replace(unit, name=seen_line(unit.name)) for unit in units)
        return replace(body, accepted=accepted, units=named)
    if isinstance(body, Matching):
        pairs = tuple(replace(each, match=seen_line(each.match)) for each in body.pairs)
        matches = {pair.match for pair in pairs}
        rest = dict.fromkeys(map(seen_line, body.distractors))
        return replace(
            body,
            pairs=pairs,
            distractors=tuple(each for each in rest if each and each not in matches),
        )
    if isinstance(body, Essay):
        return replace(
            body,
            template_text=seen(body.template_text),
            rubric=tuple(map(_settled_criterion, body.rubric)),
        )
    return body


def _settled_criterion(criterion: Criterion) -> Criterion:
    levels = (
        replace(
            level, title=seen_line(level.title), description=seen(level.description)
        )
        for level in criterion.levels
    )
    return replace(
        criterion,
        title=seen_line(criterion.title),
        description=seen(criterion.description),
        levels=tuple(levels),
    )


def _best_first(accepted: AcceptedText | AcceptedNumber) -> Decimal:
    """Here the best of the answers that fit counts; elsewhere it's the first."""
    return -accepted.credit


def one_right(
    choices: Iterable[Choice], percents: Iterable[Decimal]
) -> tuple[Choice, ...]:
    """Return the choices with what each earns where one is chosen."""
    return tuple(
        replace(
            choice,
            is_right=percent == FULL,
            credit=None if percent in (NONE, FULL) else percent,
        )
        for choice, percent in zip(choices, percents, strict=True)
    )


def equal_share(parts: int) -> Decimal:
    """What one of `parts` right choices adds, in percent as files write it."""
    exact = Fraction(100, parts or 1)
    return (Decimal(exact.numerator) / exact.denominator).quantize(CREDIT_QUANTUM)


def several_right(
    choices: Iterable[Choice], percents: Iterable[Decimal]
) -> tuple[Choice, ...]:
    """Return the choices with what each adds where several are chosen.

    Equal shares, which wrong choices take away again, need no word.
    """
    weighed = [
        (choice, percent.quantize(CREDIT_QUANTUM))
        for choice, percent in zip(choices, percents, strict=True)
    ]
    share = equal_share(sum(percent > 0 for _choice, percent in weighed))
    return tuple(
        replace(
            choice,
            is_right=percent > 0,
            credit=None if abs(percent) == share else percent,
        )
        for choice, percent in weighed
    )


def _shares(choices: tuple[Choice, ...]) -> list[Decimal]:
    share = equal_share(sum(choice.is_right for choice in choices))
    return [
        (share if choice.is_right else -share)
        if choice.credit is None
        else choice.credit
        for choice in choices
    ]


def percents_of(body: SingleChoice | MultipleChoice) -> list[Decimal]:
    """Return what each choice of a settled body earns or adds, in percent."""
    if isinstance(body, MultipleChoice):
        return _shares(body.choices)
    return [
        FULL * choice.is_right if choice.credit is None else choice.credit
        for choice in body.choices
    ]


def _settled_text(accepted: AcceptedText) -> AcceptedText:
    """A wildcard without a star that means anything is a word."""
    if accepted.match == Match.PATTERN:
        return replace(accepted, text=seen(accepted.text).strip())
    text = seen_line(accepted.text)
    if accepted.match == Match.WILDCARD and not has_wildcard(text):
        return replace(accepted, text=text.replace(r"\*", "*"), match=Match.EXACT)
    return replace(accepted, text=text)


def has_wildcard(text: str) -> bool:
    """Whether a star in `text` stands for anything. One behind a backslash is only a star."""
    return text.replace(r"\*", "").count("*") > 0
