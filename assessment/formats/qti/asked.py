"""What one interaction of QTI asks, with all that its item says of the answer."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from xml.etree.ElementTree import Element

from assessment.formats.item import CREDIT_QUANTUM, FULL, NONE
from assessment.formats.qti.feedback import Feedbacks
from assessment.formats.qti.rules import Declaration, Rules
from assessment.formats.sheet import Sheet


@dataclass
class Asked:
    """The one thing that an item asks, with what there is to say of its answer."""

    interaction: Element
    declared: Declaration
    rules: Rules
    full: Decimal | None
    feedbacks: Feedbacks
    sheet: Sheet
    html: Callable[[Element], str]
    kind: str = ""
    scale: Decimal | None = None

    @property
    def points(self) -> Decimal:
        if self.full is not None:
            return self.full
        return self.scale if self.scale and self.scale > 0 else Decimal(1)

    @property
    def uses_map(self) -> bool:
        return self.rules.maps and self.declared.mapping is not None

    def weights(self, keys: list[str]) -> list[Decimal]:
        """Return what each answer earns, in percent."""
        scores = self._scores(keys)
        if scores is None:
            return [FULL if key in self.declared.correct else NONE for key in keys]
        whole = self._scale(scores)
        return [
            min(max(score * FULL / whole, -FULL), FULL).quantize(CREDIT_QUANTUM)
            for score in scores
        ]

    def _scores(self, keys: list[str]) -> list[Decimal] | None:
        mapping = self.declared.mapping
        if self.uses_map and mapping is not None:
            return [mapping.entries.get(key, mapping.default) for key in keys]
        by_value = {
            rule.value: rule.score
            for rule in self.rules.rules
            if rule.test == "match" and rule.score is not None
        }
        if any(by_value.get(key) for key in keys):
            return [by_value.get(key) or NONE for key in keys]
        return None

    def _scale(self, scores: list[Decimal]) -> Decimal:
        """Return which score is all of the points."""
        mapping = self.declared.mapping
        right = [score for score in scores if score > 0]
        if (
            self.uses_map
            and mapping is not None
            and mapping.upper
            and mapping.upper > 0
        ):
            self.scale = mapping.upper
        elif self.declared.cardinality == "single":
            self.scale = max(right, default=Decimal(1))
        else:
            self.scale = sum(right, NONE) or Decimal(1)
        return self.scale
