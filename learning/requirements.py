"""What a lesson asks for besides being read. Those above this app say it: a quiz to pass, say."""

from dataclasses import dataclass
from typing import Any

from accounts.models import User
from learning.models import LessonPage
from learning.signals import completing


@dataclass(frozen=True)
class Requirement:
    """Something that a student has yet to do, and where."""

    title: str
    url: str
    sentence: str


def missing_requirements(student: User, lesson: LessonPage) -> list[Requirement]:
    """Return what `student` has to do before `lesson` counts as done; nothing if all is well."""
    answers: Any = completing.send(LessonPage, student=student, lesson=lesson)
    return [requirement for _receiver, missing in answers for requirement in missing]
