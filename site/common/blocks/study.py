"""Blocks that structure how somebody studies."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.rich_text import get_text_for_indexing

from common.blocks.comparison import ListComparison
from common.blocks.content import (
    STUDY,
    ContentStreamBlock,
    InlineTextBlock,
    ReadableBlock,
)

CALLOUT_KINDS = [
    ("note", _("Note")),
    ("tip", _("Tip")),
    ("important", _("Important")),
    ("warning", _("Warning")),
    ("prerequisite", _("Prerequisite")),
    ("discussion", _("Discussion")),
    ("key_points", _("Key points")),
    ("questions", _("Questions")),
    ("instructor", _("For teachers")),
    ("quotation", _("Quotation")),
]


class ReadableListBlock(blocks.ListBlock):
    """A list that reads well when two versions are compared."""

    def get_comparison_class(self) -> type[ListComparison]:
        return ListComparison

    def deconstruct(self) -> tuple[str, Any, Any]:
        _path, args, kwargs = super().deconstruct()
        return "wagtail.blocks.ListBlock", args, kwargs

    def deconstruct_with_lookup(self, lookup: Any) -> tuple[str, Any, Any]:
        _path, args, kwargs = super().deconstruct_with_lookup(lookup)
        return "wagtail.blocks.ListBlock", args, kwargs


class CalloutValue(blocks.StructValue):
    @property
    def kind_label(self) -> str:
        return str(dict(CALLOUT_KINDS).get(self["kind"], ""))


class CalloutBlock(ReadableBlock):
    kind = blocks.ChoiceBlock(
        choices=CALLOUT_KINDS, default="note", label=_("Kind"), search_index=False
    )
    title = blocks.CharBlock(required=False, label=_("Title"))
    body = ContentStreamBlock(label=_("Body"))

    class Meta:
        icon = "info-circle"
        label = _("Callout")
        group = STUDY
        description = _("Something set apart: a note, a tip, a warning.")
        template = "blocks/callout.html"
        value_class = CalloutValue
        preview_value = {
            "kind": "tip",
            "title": _("Save early, save often"),
            "body": [
                ("text", _("<p>Each save is a version that you can go back to.</p>"))
            ],
        }


class AccordionItemBlock(ReadableBlock):
    title = blocks.CharBlock(label=_("Title"))
    body = ContentStreamBlock(label=_("Body"))

    class Meta:
        icon = "arrow-down-big"
        label = _("Part")
        description = _("One part that opens and closes.")


class AccordionBlock(ReadableBlock):
    items = ReadableListBlock(AccordionItemBlock(), min_num=1, label=_("Parts"))

    class Meta:
        icon = "list-ol"
        label = _("Accordion")
        group = STUDY
        description = _("Parts that open one by one.")
        template = "blocks/accordion.html"
        preview_value = {
            "items": [
                {
                    "title": _("What is a variable?"),
                    "body": [("text", _("<p>A name for a value.</p>"))],
                },
                {
                    "title": _("What is a function?"),
                    "body": [("text", _("<p>A name for something to do.</p>"))],
                },
            ]
        }


class SolutionBlock(ReadableBlock):
    title = blocks.CharBlock(required=False, label=_("Title"))
    body = ContentStreamBlock(label=_("Body"))

    class Meta:
        icon = "check"
        label = _("Solution")
        description = _("Hidden until the student asks for it.")


class ExerciseBlock(ReadableBlock):
    title = blocks.CharBlock(label=_("Title"))
    minutes = blocks.IntegerBlock(
        required=False, min_value=1, max_value=600, label=_("Minutes")
    )
    body = ContentStreamBlock(label=_("Task"))
    # Search must not give the answer away; `hidden_words` has it.
    hint = InlineTextBlock(required=False, label=_("Hint"), search_index=False)
    solutions = ReadableListBlock(
        SolutionBlock(), default=[], label=_("Solutions"), search_index=False
    )

    def hidden_words(self, value: blocks.StructValue) -> list[str]:
        """Return the words of hint and solutions."""
        words = [get_text_for_indexing(value["hint"].source)] if value["hint"] else []
        for solution in value["solutions"]:
            words += SolutionBlock().get_searchable_content(solution)
        return words

    class Meta:
        icon = "edit"
        label = _("Exercise")
        group = STUDY
        description = _("A task with hidden solutions.")
        template = "blocks/exercise.html"
        preview_value = {
            "title": _("Count the moons"),
            "minutes": 5,
            "body": [("text", _("<p>Which planet has the most moons?</p>"))],
            "hint": _("It has rings."),
            "solutions": [
                {"title": "", "body": [("text", _("<p>Saturn, with 146.</p>"))]}
            ],
        }
