"""What can be done to many at once, and why something can't be deleted."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.snippets.bulk_actions.delete import DeleteBulkAction
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from assessment.models import Answer, Assignment, CourseContent, Question, Quiz
from assessment.services.publishing import publish_questions
from assessment.viewsets.quizzes import say_unfinished

MODELS = [Question, Quiz, Assignment]


def why_kept(thing: CourseContent) -> str:
    """Return a sentence if students have worked on `thing`, so that it can't be deleted."""
    if isinstance(thing, Quiz) and thing.attempts.exists():
        return _("“%(title)s” has attempts of students. Unpublish it instead.") % {
            "title": thing
        }
    if isinstance(thing, Assignment) and thing.submissions.exists():
        return _("“%(title)s” has work of students. Unpublish it instead.") % {
            "title": thing
        }
    if isinstance(thing, Question) and Answer.objects.filter(question=thing).exists():
        return _("“%(title)s” was answered by students. Unpublish it instead.") % {
            "title": thing
        }
    return ""


class _OfTheList(SnippetBulkAction):
    """“All” means those that the list shows: Wagtail's own forgets the filters."""

    def get_all_objects_in_listing_query(self, parent_id: Any) -> Any:
        viewset = self.model.snippet_viewset
        shown = viewset.filterset_class(
            self.request.GET,
            queryset=viewset.get_queryset(self.request),
            request=self.request,
        )
        return shown.qs.values_list("pk", flat=True)


class DeleteAction(_OfTheList, DeleteBulkAction):
    models = MODELS


class PublishAction(_OfTheList):
    models = [Question]
    display_name = gettext_lazy("Publish")
    aria_label = gettext_lazy("Publish the selected questions")
    action_type = "publish"
    action_priority = 10
    template_name = "assessment/admin/bulk_publish.html"

    def check_perm(self, snippet: Question) -> bool:
        return bool(
            self.permission_policy.user_has_permission_for_instance(
                self.request.user, "publish", snippet
            )
        )

    @classmethod
    def execute_action(
        cls, objects: Iterable[Question], **context: Any
    ) -> tuple[int, int]:
        request: HttpRequest = context["self"].request
        published, unfinished = publish_questions(questions=objects, by=request.user)
        say_unfinished(request, unfinished)
        return len(published), 0

    def get_success_message(self, number: int, _children: int) -> str:
        return ngettext(
            "%(n)d question is published.", "%(n)d questions are published.", number
        ) % {"n": number}
