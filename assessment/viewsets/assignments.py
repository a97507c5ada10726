"""Assignments, projects and practicals."""

from typing import Any

from django.template.defaultfilters import floatformat
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.admin.ui.tables import (
    Column,
    DateColumn,
    UpdatedAtColumn,
)
from wagtail.rich_text import RichText

from assessment.models import Assignment
from assessment.viewsets.base import CourseContentViewSet
from assessment.viewsets.forms import AssignmentForm
from assessment.viewsets.listing import (
    ContentFilterSet,
    CourseColumn,
    StatusColumn,
)
from assessment.viewsets.scoped import AddView


class AssignmentFilterSet(ContentFilterSet):
    class Meta:
        model = Assignment
        fields = ["course", "sort", "live"]


class AddAssignmentView(AddView):
    def get_beginning(self) -> dict[str, Any]:
        return {"description": [("text", RichText(""))]}


class AssignmentViewSet(CourseContentViewSet):
    model = Assignment
    icon = "doc-full-inverse"
    menu_label = _("Assignments")
    url_prefix = "assessment/assignments"
    add_view_class = AddAssignmentView
    filterset_class = AssignmentFilterSet
    list_display = [
        "__str__",
        Column("sort", label=_("Kind"), accessor="get_sort_display", sort_key="sort"),
        Column(
            "max_points",
            label=_("Full marks"),
            accessor=lambda assignment: floatformat(assignment.max_points, -2),
            sort_key="max_points",
        ),
        DateColumn("due_at", label=_("Due"), sort_key="due_at"),
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
                    FieldPanel("resources"),
                    FieldPanel("course", read_only=True),
                ],
                heading=_("Task"),
            ),
            ObjectList(
                [
                    MultiFieldPanel(
                        [
                            FieldPanel("accepts"),
                            FieldPanel("file_types"),
                            FieldRowPanel(
                                [FieldPanel("max_files"), FieldPanel("max_megabytes")]
                            ),
                            FieldRowPanel(
                                [FieldPanel("versions_allowed"), FieldPanel("counting")]
                            ),
                        ],
                        heading=_("What is handed in"),
                    ),
                    MultiFieldPanel(
                        [
                            FieldRowPanel(
                                [FieldPanel("opens_at"), FieldPanel("due_at")]
                            ),
                            FieldRowPanel(
                                [FieldPanel("late_policy"), FieldPanel("late_percent")]
                            ),
                            FieldPanel("late_until"),
                        ],
                        heading=_("When"),
                    ),
                ],
                heading=_("Handing in"),
            ),
            ObjectList(
                [
                    FieldRowPanel(
                        [FieldPanel("max_points"), FieldPanel("pass_percent")]
                    ),
                    FieldPanel("rubric"),
                ],
                heading=_("Grading"),
            ),
        ],
        base_form_class=AssignmentForm,
    )
