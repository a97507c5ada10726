"""The model learns from how inquiries ended, and is used where it is better than the weights."""

from collections.abc import Iterator

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.exceptions import Refused
from crm.facts import facts_then
from crm.fitting import (
    FEWEST_CLOSED,
    FEWEST_OF_EACH,
    MOMENTS,
    Case,
    TooLittleHistory,
    fit,
)
from crm.models import Inquiry, ScoringModel
from crm.services.scoring import Scale, start_rescoring

_BATCH = 2000
# The newest are enough, and fit into a worker's memory.
_MOST = 50_000


def closed_inquiries() -> Iterator[Case]:
    """Yield what can be learnt from: how each of the newest closed inquiries stood, and ended."""
    closed = (
        Inquiry.objects.standing()
        .filter(status__in=Inquiry.CLOSED, erased_at=None)
        .order_by("-status_changed_at", "-pk")
    )
    keys = list(closed.values_list("pk", flat=True)[:_MOST])
    for start in range(0, len(keys), _BATCH):
        batch = list(Inquiry.objects.filter(pk__in=keys[start : start + _BATCH]))
        for inquiry, facts in facts_then(batch, MOMENTS):
            yield Case(
                facts=facts,
                enrolled=inquiry.status == Inquiry.Status.ENROLLED,
                closed_at=inquiry.status_changed_at,
            )


def refit(*, by: User | None = None) -> ScoringModel:
    """Fit a model on the history there is; score everybody anew with it."""
    if by is not None and not by.is_admin:
        raise Refused("not_an_admin", _("Only admins have the model fitted."))
    try:
        fitted = fit(list(closed_inquiries()), Scale.current().weights)
    except TooLittleHistory as error:
        raise Refused("too_little_history", _too_little(error)) from error
    with transaction.atomic():
        model = ScoringModel.objects.create(
            parameters=fitted.parameters,
            metrics=fitted.metrics,
            is_used=fitted.is_better,
        )
        start_rescoring()
    return model


def _too_little(error: TooLittleHistory) -> str:
    return _(
        "There is too little to learn from yet: %(closed)d inquiries were closed after a day or"
        " more, and %(enrolled)d of them enrolled. It takes %(fewest)d, with %(each)d of each"
        " outcome, spread over the time."
    ) % {
        "closed": error.closed,
        "enrolled": error.enrolled,
        "fewest": FEWEST_CLOSED,
        "each": FEWEST_OF_EACH,
    }
