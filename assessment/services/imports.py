"""A file of questions is checked, then all of its drafts are made, or none."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from assessment.access import assessed_courses
from assessment.formats.bank import bring_in, judged, known_titles
from assessment.formats.reading import read_questions
from assessment.formats.sheet import Outcome
from assessment.models import QuestionImport
from catalog.models import CoursePage

Status = QuestionImport.Status
Line = dict[str, Any]


def check_file(
    *, content: bytes, file_name: str, course: CoursePage, by: User
) -> QuestionImport:
    """Read a file and say what would become of each question; nothing is made yet."""
    outcomes = judged(read_questions(file_name, content))
    known = known_titles(course, [outcome.item for outcome in outcomes])
    return QuestionImport.objects.create(
        file_name=file_name[:255],
        uploaded_by=by,
        course=course,
        content=content,
        lines=[_line(outcome, known) for outcome in outcomes],
    )


def _line(outcome: Outcome, known: set[str]) -> Line:
    item = outcome.item
    return {
        "verdict": outcome.state.value,
        "label": outcome.label,
        "place": outcome.place,
        "kind": item.kind if item else "",
        "reasons": list(outcome.reasons),
        "is_known": bool(item and item.title in known),
    }


def start(*, question_import: QuestionImport, skips_known: bool) -> bool:
    """Claim the import and hand it to a worker; False if somebody has started it already."""
    from assessment.tasks import run_question_import

    return question_import.start(run_question_import, skips_known=skips_known)


def run(question_import: QuestionImport) -> None:
    """Make all the drafts, or none; leave the outcome in the import."""
    if question_import.status != Status.RUNNING:
        return
    by, course = question_import.uploaded_by, question_import.course
    if not assessed_courses(by).filter(pk=course.pk).exists():
        question_import.finish(
            Status.FAILED,
            _("You no longer teach this course, so nothing was imported."),
        )
        return
    try:
        lines = _carry_out(question_import)
    except Exception:
        question_import.finish(
            Status.FAILED,
            _(
                "Something went wrong on our side, so nothing was imported."
                " Tell whoever looks after the site; the reason is in its log."
            ),
        )
        raise
    question_import.finish(Status.DONE, lines=lines, content=b"")


def _carry_out(question_import: QuestionImport) -> list[Line]:
    """Return the lines, each with the question that was made of it."""
    course, by = question_import.course, question_import.uploaded_by
    outcomes = judged(
        read_questions(question_import.file_name, bytes(question_import.content))
    )
    known = known_titles(course, [outcome.item for outcome in outcomes])
    lines = [_line(outcome, known) for outcome in outcomes]
    wanted = [
        (line, outcome.item)
        for line, outcome in zip(lines, outcomes, strict=True)
        if outcome.item and not (question_import.skips_known and line["is_known"])
    ]
    made = bring_in([item for _line, item in wanted], course=course, by=by)
    for (line, _item), question in zip(wanted, made, strict=True):
        line["question"] = question.pk
    return lines
