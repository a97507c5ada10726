"""What work is judged by: criteria with their levels."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from common.blocks.content import ReadableBlock
from common.blocks.study import ReadableListBlock


class LevelBlock(ReadableBlock):
    title = blocks.CharBlock(label=_("Level"))
    points = blocks.DecimalBlock(
        min_value=0,
        max_digits=7,
        decimal_places=2,
        label=_("Points"),
        search_index=False,
    )
    description = blocks.TextBlock(
        required=False, rows=2, label=_("What it looks like")
    )

    class Meta:
        icon = "order-up"
        label = _("Level")
        description = _("How well a criterion may be met.")


class CriterionBlock(ReadableBlock):
    title = blocks.CharBlock(label=_("Criterion"))
    description = blocks.TextBlock(required=False, rows=2, label=_("Description"))
    levels = ReadableListBlock(LevelBlock(), min_num=2, label=_("Levels"))

    class Meta:
        icon = "list-ul"
        label = _("Criterion")
        description = _("One thing that work is judged by.")


def rubric(**kwargs: Any) -> ReadableListBlock:
    """Return a list of criteria; the best levels of all together are the whole."""
    return ReadableListBlock(
        CriterionBlock(),
        **{
            "default": [],
            "label": _("Rubric"),
            "help_text": _("Leave it empty to grade with points alone."),
            "search_index": False,
            **kwargs,
        },
    )
