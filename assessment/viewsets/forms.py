"""The forms in which questions, quizzes and assignments are written."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from assessment.models import Question
from assessment.quiz_items import named_questions
from assessment.viewsets.listing import own_content
from learning.models import LessonPage


class CourseContentForm(WagtailAdminModelForm):
    """Offers the lessons of the course alone. The course itself is chosen before, and stays."""

    lesson_field = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if field := self.fields.get(self.lesson_field):
            field.queryset = LessonPage.objects.descendant_of(
                self.instance.course
            ).order_by("path")


class QuestionForm(CourseContentForm):
    lesson_field = "lessons"


class QuizForm(CourseContentForm):
    lesson_field = "opens_after"

    def clean_items(self) -> Any:
        """Refuse questions of other courses. Of somebody else's not even the title may come back."""
        items = self.cleaned_data["items"]
        stored = type(self.instance)(items=items.get_prep_value())
        named = Question.objects.filter(pk__in=named_questions(stored))
        foreign = named.exclude(course=self.instance.course_id)
        if not foreign:
            return items
        own = own_content(Question, self.for_user)
        if self.for_user is None or foreign.exclude(pk__in=own.values("pk")).exists():
            raise PermissionDenied
        raise ValidationError(
            _("“%(title)s” belongs to another course. Copy it into this one first.")
            % {"title": foreign[0]}
        )


class AssignmentForm(CourseContentForm):
    pass
