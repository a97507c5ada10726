"""What a page or a document says, in the pieces that a passage is chosen from. No queries."""

from typing import Any

from catalog.models import CourseDocument, CoursePage
from common.blocks.preloading import texts_of
from learning.models import LessonPage


def texts_of_course(course: CoursePage) -> list[str]:
    return [
        course.summary,
        *texts_of(course.description),
        *texts_of(course.objectives),
    ]


def texts_of_lesson(lesson: LessonPage) -> list[str]:
    """Leave out what is hidden until the student asks for it."""
    streams: list[Any] = [
        lesson.body,
        lesson.key_points,
        lesson.objectives,
        lesson.resources,
    ]
    return [text for stream in streams for text in texts_of(stream)]


def texts_of_document(document: CourseDocument) -> list[str]:
    return [", ".join(tag.name for tag in document.tags.all())]
