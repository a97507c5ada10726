from learning.models.certificates import Certificate
from learning.models.changes import LessonChange, Significance
from learning.models.enrolment import Enrolment, EnrolmentRequest
from learning.models.imports import ImportedItem
from learning.models.lessons import Difficulty, LessonPage
from learning.models.progress import DONE, LessonProgress

__all__ = [
    "DONE",
    "Certificate",
    "Difficulty",
    "Enrolment",
    "EnrolmentRequest",
    "ImportedItem",
    "LessonChange",
    "LessonPage",
    "LessonProgress",
    "Significance",
]
