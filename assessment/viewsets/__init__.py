"""What the admin shows of questions, quizzes and assignments."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from assessment.viewsets.assignments import AssignmentViewSet
from assessment.viewsets.questions import QuestionViewSet
from assessment.viewsets.quizzes import QuizViewSet


class AssessmentGroup(SnippetViewSetGroup):
    menu_label = _("Assessment")
    menu_name = "assessment"
    menu_icon = "help"
    menu_order = 160
    items = (QuestionViewSet, QuizViewSet, AssignmentViewSet)
