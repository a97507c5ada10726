"""Scores follow what happens: at once where something happens, every night because words grow old."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.exceptions import Refused
from crm.facts import read_facts
from crm.models import Inquiry, RescoreRun, ScoringModel, ScoringWeights
from crm.score_wording import LABELS, as_kept
from crm.scoring import (
    DEFAULTS,
    Facts,
    UnknownModel,
    UnknownWeights,
    as_score,
    check_weights,
    hand_score,
    predict,
)

BATCH = 500
_WRITTEN = ["score", "score_reasons", "hand_score", "model_score"]


@dataclass(frozen=True, slots=True)
class Scale:
    """What scores are measured with now: the newest weights, and the newest model if there is one."""

    weights: dict[str, int]
    model: dict[str, Any] | None = None
    is_model_used: bool = False

    @classmethod
    def current(cls) -> "Scale":
        model = ScoringModel.objects.first()
        return cls(
            weights=current_weights(ScoringWeights.objects.first()),
            model=model.parameters if model else None,
            is_model_used=bool(model and model.is_used),
        )

    def write(self, inquiry: Inquiry, facts: Facts) -> bool:
        """Put the scores onto the inquiry without saving it; return whether any is another one."""
        before = [getattr(inquiry, name) for name in _WRITTEN]
        by_hand = hand_score(facts, self.weights)
        inquiry.hand_score = by_hand.score
        inquiry.score_reasons = as_kept(by_hand.reasons)
        inquiry.model_score = self._predicted(facts)
        if self.is_model_used and inquiry.model_score is not None:
            inquiry.score = inquiry.model_score
        else:
            inquiry.score = by_hand.score
        return before != [getattr(inquiry, name) for name in _WRITTEN]

    def _predicted(self, facts: Facts) -> int | None:
        if self.model is None:
            return None
        try:
            return as_score(predict(self.model, facts))
        except UnknownModel:
            # It was fitted by another version of the site; the weights stand in until the next fit.
            return None


def current_weights(kept: ScoringWeights | None) -> dict[str, int]:
    """Return the weights of a version; those that came to the site since have their defaults."""
    weights = kept.weights if kept else {}
    return {code: weights.get(code, default) for code, default in DEFAULTS.items()}


def rescore(*, inquiry: Inquiry) -> None:
    """Score one inquiry as things are now. Closed ones keep the score they closed with."""
    if not inquiry.is_open:
        return
    now = timezone.now()
    Scale.current().write(inquiry, read_facts([inquiry], now=now)[inquiry.pk])
    inquiry.scored_at = now
    inquiry.save(update_fields=[*_WRITTEN, "scored_at"])


def start_rescoring(*, weights: ScoringWeights | None = None) -> RescoreRun:
    """Have all open inquiries scored anew in the background. A run that began before gives way."""
    from crm.tasks import run_rescoring  # it calls this module

    run = RescoreRun.objects.create(
        weights=weights, total=Inquiry.objects.open().count()
    )
    transaction.on_commit(partial(run_rescoring.delay, run.pk))
    return run


def rescore_open(*, run: RescoreRun, batch: int = BATCH) -> None:
    """Score what this run hasn't reached, batch by batch.

    Two workers at once share the work: each takes rows that the other doesn't hold, and a row
    whose score is newer than the run is done. A worker that died is carried on from where it was.
    """
    while _is_newest(run):
        # What a verb holds is left for last; then it is waited for.
        done = _rescore_batch(run, batch, skip_locked=True)
        done = done or _rescore_batch(run, batch, skip_locked=False)
        if not done:
            break
        RescoreRun.objects.filter(pk=run.pk).update(done=F("done") + done)
    RescoreRun.objects.filter(pk=run.pk, finished_at=None).update(
        finished_at=timezone.now()
    )


def _is_newest(run: RescoreRun) -> bool:
    return not RescoreRun.objects.filter(pk__gt=run.pk).exists()


@transaction.atomic
def _rescore_batch(run: RescoreRun, size: int, *, skip_locked: bool) -> int:
    rows = (
        Inquiry.objects.open()
        .filter(Q(scored_at=None) | Q(scored_at__lt=run.started_at))
        .select_for_update(of=("self",), skip_locked=skip_locked)
        .order_by("pk")[:size]
    )
    inquiries = list(rows)
    if not inquiries:
        return 0
    now = timezone.now()
    _write_all(inquiries, now)
    return len(inquiries)


def _write_all(inquiries: list[Inquiry], now: datetime) -> None:
    scale, facts = Scale.current(), read_facts(inquiries, now=now)
    changed = [each for each in inquiries if scale.write(each, facts[each.pk])]
    # The rows are there and held, so this only updates: `bulk_update` writes the same with a CASE
    # for each row and column, which takes four times as long.
    Inquiry.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["pk"],
        update_fields=_WRITTEN,
    )
    keys = [each.pk for each in inquiries]
    Inquiry.objects.filter(pk__in=keys).update(scored_at=now)


@transaction.atomic
def save_weights(
    *, weights: Mapping[str, Any], based_on: int, by: User, note: str = ""
) -> ScoringWeights:
    """Add a version of the weights and score everybody anew with it.

    `based_on` is the version that the person saw, 0 for the defaults: nobody writes over what
    somebody else has just decided.
    """
    if not by.is_admin:
        raise Refused("not_an_admin", _("Only admins change the weights."))
    try:
        checked = check_weights(weights)
    except UnknownWeights as error:
        names = [
            str(LABELS[code][0]) if code in LABELS else code for code in error.codes
        ]
        raise Refused(
            "weights",
            _("These weights are unknown or out of range: %(names)s.")
            % {"names": ", ".join(names)},
        ) from error
    newest = ScoringWeights.objects.first()
    version = newest.version if newest else 0
    if version != based_on:
        raise _changed_since()
    if current_weights(newest) == checked:
        raise Refused("nothing_changed", _("These are the weights in use already."))
    try:
        with transaction.atomic():
            kept = ScoringWeights.objects.create(
                version=version + 1,
                weights=checked,
                note=note.strip()[:200],
                created_by=by,
            )
    except IntegrityError as error:
        raise _changed_since() from error
    start_rescoring(weights=kept)
    return kept


def _changed_since() -> Refused:
    return Refused(
        "changed_since",
        _(
            "Somebody else has changed the weights since. Look at theirs, then change them."
        ),
    )
