"""Scores with their reasons, for the admin's templates."""

from dataclasses import dataclass
from typing import Any

from django import template

from crm.models import Inquiry, ScoringModel
from crm.score_wording import SaidReason, said_reasons, signed

register = template.Library()
register.filter("said_reasons", said_reasons)
register.filter("signed", signed)


@dataclass(frozen=True, slots=True)
class ShownScore:
    score: int
    by_hand: int
    by_model: int | None
    is_by_model: bool
    reasons: list[SaidReason]
    # Points beyond the ends: 104 is shown as 100.
    total: int


@register.simple_tag
def score_of(inquiry: Inquiry) -> ShownScore:
    """Return the score with its reasons in words, and the model's beside it."""
    reasons = said_reasons(inquiry.score_reasons)
    return ShownScore(
        score=inquiry.score,
        by_hand=inquiry.hand_score,
        by_model=inquiry.model_score,
        is_by_model=inquiry.model_score is not None and _model_is_used(),
        reasons=reasons,
        total=sum(reason.points for reason in reasons),
    )


def _model_is_used() -> bool:
    newest: Any = ScoringModel.objects.values_list("is_used", flat=True).first()
    return bool(newest)
