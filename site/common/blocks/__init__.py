"""The blocks that lessons and course pages are written with. See docs/glossary.md for the words."""

from common.blocks.assessed import AssignmentBlock, QuizBlock
from common.blocks.content import (
    CodeBlock,
    ContentStreamBlock,
    FigureBlock,
    MathsBlock,
    TableBlock,
    TextBlock,
)
from common.blocks.inquiry import InquiryBlock, PageStreamBlock
from common.blocks.lesson import LessonStreamBlock, ResourceStreamBlock
from common.blocks.media import AudioBlock, FileBlock, LinkBlock, PDFBlock, VideoBlock
from common.blocks.study import AccordionBlock, CalloutBlock, ExerciseBlock

__all__ = [
    "AccordionBlock",
    "AssignmentBlock",
    "AudioBlock",
    "CalloutBlock",
    "CodeBlock",
    "ContentStreamBlock",
    "ExerciseBlock",
    "FigureBlock",
    "FileBlock",
    "InquiryBlock",
    "LessonStreamBlock",
    "LinkBlock",
    "MathsBlock",
    "PDFBlock",
    "PageStreamBlock",
    "QuizBlock",
    "ResourceStreamBlock",
    "TableBlock",
    "TextBlock",
    "VideoBlock",
]
