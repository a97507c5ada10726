"""Quizzes and assignments in a lesson. Their models stand above this package, so they go by name."""

from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from common.blocks.choosers import ShelvedChooser
from common.blocks.content import STUDY, ReadableBlock


class AssessedChooserBlock(ShelvedChooser, SnippetChooserBlock):
    stored_as = "wagtail.snippets.blocks.SnippetChooserBlock"


class _AssessedBlock(ReadableBlock):
    """A card that leads to something to be done. What one student did there, the card asks for by itself."""

    # The name of the child that chooses it, which is also the kind in its address.
    kind = ""

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        thing = value[self.kind]
        is_published = thing is not None and thing.live
        context["thing"] = thing if is_published else None
        context["kind"] = self.kind
        if not is_published and context.get("is_for_teachers"):
            context["note"] = self._why_nothing_is_here(thing)
        return context

    def _why_nothing_is_here(self, thing: Any) -> str:
        if thing is None:
            return _now(
                "What stood here was deleted. Students see nothing in its place."
            )
        return _now(
            "“%(title)s” is not published. Students see nothing here until it is."
        ) % {"title": thing.title}


def _required(help_text: Any) -> blocks.BooleanBlock:
    return blocks.BooleanBlock(
        required=False,
        label=_("Required"),
        help_text=help_text,
        search_index=False,
    )


class QuizBlock(_AssessedBlock):
    kind = "quiz"

    quiz = AssessedChooserBlock("assessment.Quiz", label=_("Quiz"))
    is_required = _required(_("The lesson is complete once it's passed."))

    class Meta:
        icon = "help"
        label = _("Quiz")
        group = STUDY
        description = _("Questions of this course that are marked at once.")
        template = "blocks/quiz.html"
        preview_template = "blocks/previews/quiz.html"


class AssignmentBlock(_AssessedBlock):
    kind = "assignment"

    assignment = AssessedChooserBlock("assessment.Assignment", label=_("Assignment"))
    is_required = _required(
        _("The lesson is complete once it's graded, and the grade is a pass.")
    )

    class Meta:
        icon = "doc-full-inverse"
        label = _("Assignment")
        group = STUDY
        description = _("Work that students hand in.")
        template = "blocks/assignment.html"
        preview_template = "blocks/previews/assignment.html"
