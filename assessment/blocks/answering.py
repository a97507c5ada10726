"""What the kinds of question have in common."""

from typing import Any

from common.blocks.content import ReadableBlock


class AnswerBlock(ReadableBlock):
    """How a question is answered. It is drawn as a student would see it."""

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        from assessment.presenting import example_of  # it stands above the models

        context: dict[str, Any] = super().get_context(value, parent_context)
        return {**context, "question": example_of(self.name, value)}
