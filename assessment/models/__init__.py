from assessment.models.accommodations import Accommodation
from assessment.models.assessed import Sort
from assessment.models.assignments import FILE_TYPES, Assignment
from assessment.models.attempts import Answer, AnswerMark, Attempt, AttemptAddress
from assessment.models.content import CourseContent
from assessment.models.gradebook import (
    Grade,
    GradeCategory,
    GradeItem,
    GradingScheme,
)
from assessment.models.history import AppendOnly, HistoryIsKept
from assessment.models.imports import QuestionImport
from assessment.models.placements import Placement
from assessment.models.questions import Kind, Question
from assessment.models.quizzes import Quiz, Shown
from assessment.models.submissions import (
    Grading,
    Submission,
    SubmissionFile,
    SubmissionVersion,
)

__all__ = [
    "FILE_TYPES",
    "Accommodation",
    "Answer",
    "AnswerMark",
    "AppendOnly",
    "Assignment",
    "Attempt",
    "AttemptAddress",
    "CourseContent",
    "Grade",
    "GradeCategory",
    "GradeItem",
    "Grading",
    "GradingScheme",
    "HistoryIsKept",
    "Kind",
    "Placement",
    "Question",
    "QuestionImport",
    "Quiz",
    "Shown",
    "Sort",
    "Submission",
    "SubmissionFile",
    "SubmissionVersion",
]
