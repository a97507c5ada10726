"""The streams of a lesson."""

from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from common.anchors import with_heading_ids
from common.blocks.assessed import AssignmentBlock, QuizBlock
from common.blocks.content import ContentStreamBlock
from common.blocks.inquiry import InquiryBlock
from common.blocks.media import AudioBlock, FileBlock, LinkBlock, PDFBlock, VideoBlock
from common.blocks.preloading import PreloadedStreamBlock
from common.blocks.study import AccordionBlock, CalloutBlock, ExerciseBlock


class LessonStreamBlock(ContentStreamBlock):
    """All that a lesson can be written with."""

    video = VideoBlock()
    audio = AudioBlock()
    pdf = PDFBlock()
    file = FileBlock()
    link = LinkBlock()
    callout = CalloutBlock()
    accordion = AccordionBlock()
    exercise = ExerciseBlock()
    quiz = QuizBlock()
    assignment = AssignmentBlock()
    inquiry = InquiryBlock()

    def render(self, value: Any, context: Any = None) -> SafeString:
        """Links lead to headings, in this lesson and from others."""
        return SafeString(with_heading_ids(super().render(value, context=context)))

    class Meta:
        icon = "list-ul"
        description = _("The body of a lesson.")


class ResourceStreamBlock(PreloadedStreamBlock):
    """Further reading and files, fetched at once."""

    link = LinkBlock()
    file = FileBlock()

    class Meta:
        icon = "link"
        description = _("Further reading and files.")
