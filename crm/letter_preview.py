"""How a message will read, and what an SMS will cost."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from common.exceptions import Refused
from crm import wording
from crm.letter_words import check_words, refuse_left_over
from crm.models import Medium
from crm.segments import Segments, segments


@dataclass(frozen=True, slots=True)
class Preview:
    medium: str
    subject: str
    body: str
    segments: Segments | None
    # Why it could not be sent as it stands; empty if it could.
    flaw: str


def preview_of(
    *,
    medium: str,
    subject: str,
    body: str,
    words: Mapping[str, str],
    is_template: bool = False,
) -> Preview:
    """Fill in `words`. A template has to know its words; what is sent must have none left."""
    subject = subject if medium == Medium.EMAIL else ""
    filled = wording.fill(body, words)
    filled_subject = wording.fill(subject, words)
    return Preview(
        medium=medium,
        subject=filled_subject,
        body=filled,
        segments=segments(filled) if medium == Medium.SMS else None,
        flaw=_flaw(check_words, f"{subject}\n{body}")
        if is_template
        else _flaw(refuse_left_over, f"{filled_subject}\n{filled}"),
    )


def _flaw(check: Callable[[str], None], text: str) -> str:
    try:
        check(text)
    except Refused as refusal:
        return refusal.sentence
    return ""
