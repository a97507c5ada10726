"""Fields that several kinds of question have."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from assessment.scoring import Grading
from common.blocks.choosers import ProseBlock
from common.blocks.content import INLINE_FEATURES

PART_MARKS = [
    (Grading.PARTIAL.value, _("Part marks")),
    (Grading.ALL_OR_NOTHING.value, _("All or nothing")),
]


class ChoiceTextBlock(ProseBlock):
    """A few words, and a picture if they don't do."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"features": [*INLINE_FEATURES, "image"], **kwargs})


def percent(**kwargs: Any) -> blocks.DecimalBlock:
    """Return a field for a share of the points; below 0 it takes away."""
    return blocks.DecimalBlock(
        **{
            "min_value": -100,
            "max_value": 100,
            "max_digits": 9,
            "decimal_places": 5,
            "search_index": False,
            **kwargs,
        }
    )


def part_marks() -> blocks.ChoiceBlock:
    """Return a field that says what an answer of several parts is worth if some are right."""
    return blocks.ChoiceBlock(
        choices=PART_MARKS,
        default=Grading.PARTIAL.value,
        label=_("Marks"),
        search_index=False,
    )
