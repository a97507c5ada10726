"""Quizzes and exams."""

from functools import cached_property
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import View
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    TabbedInterface,
)
from wagtail.admin.ui.tables import (
    Column,
    DateColumn,
    UpdatedAtColumn,
)

from assessment.models import Question, Quiz
from assessment.quiz_items import named_questions
from assessment.services.publishing import publish_questions
from assessment.viewsets.base import CourseContentViewSet
from assessment.viewsets.forms import QuizForm
from assessment.viewsets.listing import (
    ContentFilterSet,
    CourseColumn,
    StatusColumn,
)


def unpublished_questions(quiz: Quiz) -> list[Question]:
    """Return what a quiz names and doesn't ask, because it isn't published."""
    drafts = Question.objects.filter(pk__in=named_questions(quiz), live=False)
    return list(drafts.filter(course=quiz.course_id).order_by("pk"))


class UnpublishedQuestionsPanel(Panel):
    """Says which questions won't be asked, with a button that publishes them."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "assessment/admin/unpublished_questions.html"

        @cached_property
        def questions(self) -> list[Question]:
            return unpublished_questions(self.instance) if self.instance.pk else []

        @property
        def publish_url(self) -> str:
            name = Quiz.snippet_viewset.get_url_name("publish_questions")
            return reverse(name, args=[self.instance.pk])

        def is_shown(self) -> bool:
            return bool(self.questions)


class PublishQuestionsView(View):
    """Publishes the questions that a quiz names, as its newest draft stands."""

    model: Any = None
    thing: Any = None
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        quiz = self.thing.get_latest_revision_as_object()
        published, unfinished = publish_questions(
            questions=unpublished_questions(quiz), by=request.user
        )
        if published:
            count = len(published)
            said = ngettext("%(n)d question is", "%(n)d questions are", count)
            messages.success(request, f"{said % {'n': count}} {_('published.')}")
        say_unfinished(request, unfinished)
        return redirect(Quiz.snippet_viewset.get_url_name("edit"), pk)


def say_unfinished(request: HttpRequest, unfinished: list[Question]) -> None:
    if unfinished:
        titles = ", ".join(f"“{question}”" for question in unfinished)
        messages.error(
            request,
            _("Not finished, so not published: %(titles)s.") % {"titles": titles},
        )


class QuizFilterSet(ContentFilterSet):
    class Meta:
        model = Quiz
        fields = ["course", "sort", "live"]


class QuizViewSet(CourseContentViewSet):
    model = Quiz
    icon = "list-ul"
    menu_label = gettext_lazy("Quizzes")
    url_prefix = "assessment/quizzes"
    filterset_class = QuizFilterSet
    list_display = [
        "__str__",
        Column(
            "sort",
            label=gettext_lazy("Kind"),
            accessor="get_sort_display",
            sort_key="sort",
        ),
        Column(
            "items", label=gettext_lazy("Items"), accessor=lambda quiz: len(quiz.items)
        ),
        DateColumn("closes_at", label=gettext_lazy("Closes"), sort_key="closes_at"),
        CourseColumn(),
        StatusColumn(),
        UpdatedAtColumn(),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("title"),
                    FieldPanel("sort"),
                    FieldPanel("description"),
                    UnpublishedQuestionsPanel(
                        heading=gettext_lazy("Questions that won't be asked")
                    ),
                    FieldPanel("items"),
                    FieldRowPanel(
                        [FieldPanel("shuffle_questions"), FieldPanel("shuffle_choices")]
                    ),
                    FieldPanel("layout"),
                ],
                heading=gettext_lazy("Questions"),
            ),
            ObjectList(
                [
                    FieldPanel("course", read_only=True),
                    MultiFieldPanel(
                        [
                            FieldRowPanel(
                                [
                                    FieldPanel("time_limit_minutes"),
                                    FieldPanel("attempts_allowed"),
                                ]
                            ),
                            FieldRowPanel(
                                [FieldPanel("counting"), FieldPanel("pass_percent")]
                            ),
                        ],
                        heading=gettext_lazy("Attempts"),
                    ),
                    MultiFieldPanel(
                        [
                            FieldRowPanel(
                                [FieldPanel("opens_at"), FieldPanel("closes_at")]
                            ),
                            FieldPanel(
                                "opens_after", widget=forms.CheckboxSelectMultiple
                            ),
                        ],
                        heading=gettext_lazy("When it is open"),
                    ),
                ],
                heading=gettext_lazy("Rules"),
            ),
            ObjectList(
                [
                    FieldPanel("show_score"),
                    FieldPanel("show_feedback"),
                    FieldPanel("show_answers"),
                ],
                heading=gettext_lazy("Results"),
            ),
        ],
        base_form_class=QuizForm,
    )

    def get_urlpatterns(self) -> list[URLPattern]:
        publish = self.construct_view(PublishQuestionsView)
        address = "publish-questions/<int:pk>/"
        return [
            *super().get_urlpatterns(),
            path(address, publish, name="publish_questions"),
        ]
