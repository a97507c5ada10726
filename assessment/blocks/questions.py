"""What questions are written with: one block for each kind.

Items of lists keep their ids from revision to revision: an answer names a choice by its id, and
finds it again in a corrected question.
"""

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from assessment.blocks.answering import AnswerBlock
from assessment.blocks.fields import ChoiceTextBlock, part_marks, percent
from assessment.blocks.rows import SpareRowsBlock
from assessment.blocks.rubrics import rubric
from assessment.patterns import check_pattern
from assessment.scoring import Grading, Match, Unit
from common.blocks.content import InlineTextBlock, ReadableBlock
from common.blocks.study import ReadableListBlock

CHOSEN = _("Choosing")
WRITTEN = _("Writing")
ARRANGED = _("Arranging")
FULL = Decimal(100)


class ChoiceBlock(ReadableBlock):
    text = ChoiceTextBlock(label=_("Choice"))
    is_right = blocks.BooleanBlock(required=False, label=_("Right"), search_index=False)
    credit = percent(
        required=False,
        label=_("Percent of the points"),
        help_text=_(
            "Leave it empty: right earns all, or an equal share. Below 0 takes away."
        ),
    )
    feedback = InlineTextBlock(
        required=False,
        label=_("Feedback"),
        help_text=_("For those who choose this."),
        search_index=False,
    )

    class Meta:
        icon = "radio-full"
        label = _("Choice")
        description = _("One of the answers to choose from.")
        # What few need folds away, so that four choices fit on a screen.
        form_classname = "struct-block side-by-side"
        form_layout = blocks.BlockGroup(
            children=["text", "is_right"], settings=["credit", "feedback"]
        )


class _ChoicesBlock(AnswerBlock):
    """Of choices, at least one has to be right."""

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not any(
            choice["is_right"] or (choice["credit"] or 0) >= FULL
            for choice in cleaned["choices"]
        ):
            raise StructBlockValidationError(
                block_errors={
                    "choices": ValidationError(_("Mark at least one choice as right."))
                }
            )
        return cleaned


class SingleChoiceBlock(_ChoicesBlock):
    choices = SpareRowsBlock(ChoiceBlock(), min_num=2, label=_("Choices"))

    class Meta:
        icon = "radio-full"
        label = _("Single choice")
        group = CHOSEN
        description = _("One of several answers.")
        template = "assessment/questions/single_choice.html"
        preview_value = {
            "choices": [
                {"text": _("<p>Saturn</p>"), "is_right": True},
                {"text": _("<p>Mars</p>"), "is_right": False},
            ]
        }


class MultipleChoiceBlock(_ChoicesBlock):
    choices = SpareRowsBlock(ChoiceBlock(), min_num=2, label=_("Choices"))
    grading = part_marks()

    class Meta:
        icon = "tasks"
        label = _("Multiple choice")
        group = CHOSEN
        description = _("Any number of several answers.")
        template = "assessment/questions/multiple_choice.html"
        preview_value = {
            "choices": [
                {"text": _("<p>Saturn</p>"), "is_right": True},
                {"text": _("<p>Uranus</p>"), "is_right": True},
                {"text": _("<p>Mars</p>"), "is_right": False},
            ],
            "grading": Grading.PARTIAL.value,
        }


class TrueFalseBlock(AnswerBlock):
    right = blocks.ChoiceBlock(
        choices=[("true", _("True")), ("false", _("False"))],
        default="true",
        label=_("The statement is"),
        search_index=False,
    )
    feedback_true = InlineTextBlock(
        required=False, label=_("Feedback for “true”"), search_index=False
    )
    feedback_false = InlineTextBlock(
        required=False, label=_("Feedback for “false”"), search_index=False
    )

    class Meta:
        icon = "check"
        label = _("True or false")
        group = CHOSEN
        description = _("A statement that is true or false.")
        template = "assessment/questions/true_false.html"
        preview_value = {"right": "true"}


class AcceptedTextBlock(ReadableBlock):
    text = blocks.CharBlock(label=_("Answer"), search_index=False)
    match = blocks.ChoiceBlock(
        choices=[
            (Match.EXACT.value, _("This word for word")),
            (Match.WILDCARD.value, _("With * for anything")),
            (Match.PATTERN.value, _("Regular expression")),
        ],
        default=Match.EXACT.value,
        label=_("Compared as"),
        search_index=False,
    )
    credit = percent(default=FULL, min_value=0, label=_("Percent of the points"))
    feedback = InlineTextBlock(required=False, label=_("Feedback"), search_index=False)

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if cleaned["match"] == Match.PATTERN.value:
            try:
                check_pattern(cleaned["text"])
            except ValidationError as error:
                raise StructBlockValidationError(
                    block_errors={"text": error}
                ) from error
        return cleaned

    class Meta:
        icon = "pilcrow"
        label = _("Accepted answer")
        description = _("One form that the answer may have.")


class ShortAnswerBlock(AnswerBlock):
    accepted = ReadableListBlock(
        AcceptedTextBlock(), min_num=1, label=_("Accepted answers")
    )
    case_sensitive = blocks.BooleanBlock(
        required=False, label=_("Capital letters matter"), search_index=False
    )

    class Meta:
        icon = "pilcrow"
        label = _("Short answer")
        group = WRITTEN
        description = _("A word or a few, compared with accepted answers.")
        template = "assessment/questions/short_answer.html"
        preview_value = {
            "accepted": [
                {"text": "Saturn", "match": Match.EXACT.value, "credit": FULL}
            ],
            "case_sensitive": False,
        }


class AcceptedNumberBlock(ReadableBlock):
    value = blocks.DecimalBlock(label=_("Number"), search_index=False)
    tolerance = blocks.DecimalBlock(
        default=Decimal(0), min_value=0, label=_("Tolerance"), search_index=False
    )
    is_relative = blocks.BooleanBlock(
        required=False,
        label=_("The tolerance is a share of the number"),
        help_text=_("0.01 is one percent."),
        search_index=False,
    )
    credit = percent(default=FULL, min_value=0, label=_("Percent of the points"))
    feedback = InlineTextBlock(required=False, label=_("Feedback"), search_index=False)

    class Meta:
        icon = "decimal"
        label = _("Accepted number")
        description = _("A number, and how far from it an answer may be.")


class UnitBlock(ReadableBlock):
    name = blocks.CharBlock(max_length=32, label=_("Unit"), search_index=False)
    factor = blocks.DecimalBlock(
        default=Decimal(1),
        label=_("Times the first unit"),
        help_text=_("The first unit has 1. A centimetre is 0.01 metres."),
        search_index=False,
    )

    class Meta:
        icon = "decimal"
        label = _("Unit")
        description = _("A unit that the answer may be given in.")


class NumericBlock(AnswerBlock):
    accepted = ReadableListBlock(
        AcceptedNumberBlock(), min_num=1, label=_("Accepted numbers")
    )
    unit = blocks.ChoiceBlock(
        choices=[
            (Unit.NONE.value, _("A number alone")),
            (Unit.OPTIONAL.value, _("A unit may be given")),
            (Unit.REQUIRED.value, _("A unit must be given")),
        ],
        default=Unit.NONE.value,
        label=_("Unit"),
        search_index=False,
    )
    units = ReadableListBlock(UnitBlock(), default=[], label=_("Units"))

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if cleaned["unit"] != Unit.NONE.value and not len(cleaned["units"]):
            raise StructBlockValidationError(
                block_errors={"units": ValidationError(_("Name at least one unit."))}
            )
        return cleaned

    class Meta:
        icon = "decimal"
        label = _("Number")
        group = WRITTEN
        description = _("A number with a tolerance, with or without a unit.")
        template = "assessment/questions/numeric.html"
        preview_value = {
            "accepted": [
                {"value": Decimal("9.81"), "tolerance": Decimal("0.05"), "credit": FULL}
            ],
            "unit": Unit.NONE.value,
            "units": [],
        }


class PairBlock(ReadableBlock):
    prompt = ChoiceTextBlock(label=_("This"))
    match = blocks.CharBlock(label=_("Goes with"))

    class Meta:
        icon = "link"
        label = _("Pair")
        form_classname = "struct-block halves"
        description = _("Two things that belong together.")


class MatchingBlock(AnswerBlock):
    pairs = SpareRowsBlock(PairBlock(), min_num=2, label=_("Pairs"))
    distractors = ReadableListBlock(
        blocks.CharBlock(label=_("Distractor")),
        default=[],
        label=_("Distractors"),
        help_text=_("Offered too, and never right."),
    )
    grading = part_marks()

    class Meta:
        icon = "link"
        label = _("Matching")
        group = ARRANGED
        description = _("Things that belong together.")
        template = "assessment/questions/matching.html"
        preview_value = {
            "pairs": [
                {"prompt": _("<p>Mars</p>"), "match": _("2 moons")},
                {"prompt": _("<p>Saturn</p>"), "match": _("146 moons")},
            ],
            "distractors": [],
            "grading": Grading.PARTIAL.value,
        }


class OrderingBlock(AnswerBlock):
    items = SpareRowsBlock(
        ChoiceTextBlock(label=_("Item")),
        min_num=2,
        label=_("Items in the right order"),
    )
    grading = part_marks()

    class Meta:
        icon = "order"
        label = _("Ordering")
        group = ARRANGED
        description = _("Things to bring into the right order.")
        template = "assessment/questions/ordering.html"
        preview_value = {
            "items": [_("<p>Mercury</p>"), _("<p>Venus</p>"), _("<p>Earth</p>")],
            "grading": Grading.PARTIAL.value,
        }


class EssayBlock(AnswerBlock):
    template_text = blocks.TextBlock(
        required=False,
        rows=3,
        label=_("Begins with"),
        help_text=_("Stands in the student's field."),
    )
    min_words = blocks.IntegerBlock(
        required=False, min_value=1, label=_("Fewest words"), search_index=False
    )
    max_words = blocks.IntegerBlock(
        required=False, min_value=1, label=_("Most words"), search_index=False
    )
    for_graders = InlineTextBlock(
        required=False,
        label=_("For graders"),
        help_text=_("What a good answer holds."),
        search_index=False,
    )
    rubric = rubric()

    class Meta:
        icon = "edit"
        label = _("Essay")
        group = WRITTEN
        description = _("A text that a person reads and grades.")
        template = "assessment/questions/essay.html"
        preview_value = {"template_text": "", "min_words": 100, "rubric": []}


class QuestionStreamBlock(blocks.StreamBlock):
    """The kinds of question. A question has exactly one."""

    single_choice = SingleChoiceBlock()
    multiple_choice = MultipleChoiceBlock()
    true_false = TrueFalseBlock()
    short_answer = ShortAnswerBlock()
    numeric = NumericBlock()
    matching = MatchingBlock()
    ordering = OrderingBlock()
    essay = EssayBlock()

    class Meta:
        icon = "help"
        description = _("How the question is answered.")
        min_num = 1
        max_num = 1
