"""What questions, quizzes and rubrics are written with."""

from assessment.blocks.questions import QuestionStreamBlock
from assessment.blocks.quizzes import QuizStreamBlock
from assessment.blocks.rubrics import CriterionBlock

__all__ = ["CriterionBlock", "QuestionStreamBlock", "QuizStreamBlock"]
