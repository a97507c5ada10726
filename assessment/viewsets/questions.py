"""The question bank."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.defaultfilters import floatformat
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.admin.ui.tables import Column, UpdatedAtColumn
from wagtail.admin.utils import set_query_params
from wagtail.admin.widgets.button import Button
from wagtail.rich_text import RichText

from assessment.models import Kind, Question
from assessment.viewsets.base import CourseContentViewSet
from assessment.viewsets.forms import QuestionForm
from assessment.viewsets.listing import (
    CourseColumn,
    ListView,
    QuestionFilterSet,
    StatusColumn,
    course_asked_for,
)
from assessment.viewsets.scoped import (
    AddView,
    AskFirst,
    Choice,
    with_course,
)


class AddQuestionView(AddView):
    """Asks first how the question will be answered, so that its fields stand ready."""

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        has_kind = request.GET.get("kind") in Kind.values
        if request.method != "GET" or self.thing is None or has_kind or self._begun():
            return super().dispatch(request, *args, **kwargs)
        return self._ask_for_the_kind(request)

    def _ask_for_the_kind(self, request: HttpRequest) -> HttpResponseBase:
        if not self.permission_policy.user_has_permission(request.user, "add"):
            raise PermissionDenied
        kinds = Question._meta.get_field("answer").stream_block.child_blocks
        ask = AskFirst.as_view(
            model=Question,
            page_title=_("Choose a kind"),
            header_icon="help",
            text=_("How will students answer?"),
            choices=[
                Choice(
                    block.label,
                    self._address_for(kind),
                    block.get_description(),
                    block.meta.icon,
                )
                for kind, block in kinds.items()
            ],
        )
        return ask(request)

    def _address_for(self, kind: str) -> str:
        address: str = set_query_params(self.get_add_url(), {"kind": kind})
        return address

    def get_beginning(self) -> dict[str, Any]:
        kind = self.request.GET.get("kind", "")
        if kind not in Kind.values:
            return {}
        stream = Question._meta.get_field("answer").stream_block
        return {
            "prompt": [("text", RichText(""))],
            "answer": [(kind, stream.child_blocks[kind].get_default())],
        }

    def get_success_buttons(self) -> list[Any]:
        another = messages.button(self._address_for(self.object.kind), _("Add another"))
        return [another, *super().get_success_buttons()]


class QuestionListView(ListView):
    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Lead to the files of other systems, with the course that the list is narrowed down to."""
        course = course_asked_for(self.request)
        files = [
            (_("Import questions"), "question_import", "upload"),
            (_("Export questions"), "question_export", "download"),
        ]
        return [
            *super().header_more_buttons,
            *(
                Button(
                    label,
                    url=with_course(reverse(name), course) if course else reverse(name),
                    icon_name=icon,
                    priority=20 + place,
                )
                for place, (label, name, icon) in enumerate(files)
            ),
        ]


class QuestionViewSet(CourseContentViewSet):
    model = Question
    icon = "help"
    menu_label = _("Question bank")
    url_prefix = "assessment/questions"
    index_view_class = QuestionListView
    add_view_class = AddQuestionView
    filterset_class = QuestionFilterSet
    list_display = [
        "__str__",
        Column("kind", label=_("Kind"), accessor="get_kind_display", sort_key="kind"),
        Column(
            "points",
            label=_("Points"),
            accessor=lambda question: floatformat(question.points, -2),
            sort_key="points",
        ),
        Column(
            "difficulty",
            label=_("Difficulty"),
            accessor="get_difficulty_display",
            sort_key="difficulty",
        ),
        CourseColumn(),
        StatusColumn(),
        UpdatedAtColumn(),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel(
                        "title",
                        help_text=_(
                            "By which you find it in the bank, such as “Moons 3”."
                        ),
                    ),
                    FieldPanel("prompt"),
                    FieldPanel("answer"),
                    FieldRowPanel([FieldPanel("points"), FieldPanel("difficulty")]),
                    FieldPanel("feedback"),
                ],
                heading=_("Question"),
            ),
            ObjectList(
                [
                    FieldPanel("course", read_only=True),
                    FieldPanel("lessons", widget=forms.CheckboxSelectMultiple),
                    FieldPanel(
                        "tags", help_text=_("A pool can draw from all with one tag.")
                    ),
                ],
                heading=_("In the bank"),
            ),
        ],
        base_form_class=QuestionForm,
    )
