"""What a quiz asks: questions of the bank, and pools that some are drawn from."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from common.blocks.assessed import AssessedChooserBlock
from common.blocks.content import ReadableBlock
from common.blocks.study import ReadableListBlock

QUIZ = _("Quiz")


def _points(**kwargs: Any) -> blocks.DecimalBlock:
    return blocks.DecimalBlock(
        **{
            "required": False,
            "min_value": 0,
            "max_digits": 7,
            "decimal_places": 2,
            "label": _("Points"),
            "help_text": _("Empty: as many as the question has."),
            **kwargs,
        }
    )


class QuestionChooserBlock(AssessedChooserBlock):
    class Meta:
        icon = "help"
        label = _("Question")


class AskedBlock(ReadableBlock):
    question = QuestionChooserBlock("assessment.Question", label=_("Question"))
    points = _points()

    class Meta:
        icon = "help"
        label = _("Question")
        group = QUIZ
        description = _("A question of the bank.")
        form_classname = "struct-block side-by-side"
        preview_template = "assessment/blocks/asked_preview.html"


class PoolBlock(ReadableBlock):
    count = blocks.IntegerBlock(
        default=1,
        min_value=1,
        label=_("How many of them"),
        help_text=_("Drawn anew for each attempt."),
    )
    points = _points(label=_("Points for each"))
    questions = ReadableListBlock(
        QuestionChooserBlock("assessment.Question"),
        default=[],
        label=_("Of these questions"),
    )
    tag = blocks.CharBlock(
        required=False,
        max_length=100,
        label=_("And of those with the tag"),
        help_text=_("Questions that get the tag later are drawn too."),
    )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not cleaned["tag"] and len(cleaned["questions"]) < cleaned["count"]:
            raise StructBlockValidationError(
                block_errors={
                    "count": ValidationError(
                        _("The pool has fewer questions than are drawn from it.")
                    )
                }
            )
        return cleaned

    class Meta:
        icon = "folder-open-inverse"
        label = _("Pool")
        group = QUIZ
        description = _("Some questions out of many, drawn for each attempt.")
        preview_template = "assessment/blocks/pool_preview.html"


class QuizStreamBlock(blocks.StreamBlock):
    question = AskedBlock()
    pool = PoolBlock()

    class Meta:
        icon = "help"
        description = _("The questions of a quiz, in their order.")
