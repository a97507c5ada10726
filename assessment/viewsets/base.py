"""What questions, quizzes and assignments have in common in the admin."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail.snippets.views import snippets

from assessment.viewsets.choosing import OwnChooserViewSet
from assessment.viewsets.listing import ListView, listed_content
from assessment.viewsets.scoped import (
    AddView,
    CopyView,
    EditView,
    InCourse,
    PreviewOnCreateView,
)


class CourseContentViewSet(snippets.SnippetViewSet):
    """A kind of course content: its list, its choosers, and views that know which course they are about."""

    index_view_class = ListView
    add_view_class = AddView
    copy_view_class = CopyView
    edit_view_class = EditView
    preview_on_add_view_class = PreviewOnCreateView
    chooser_viewset_class = OwnChooserViewSet
    list_per_page = 50
    add_to_admin_menu = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return listed_content(self.model, request.user)

    def construct_view(self, view_class: Any, **kwargs: Any) -> Any:
        if not issubclass(view_class, InCourse):
            view_class = type(view_class.__name__, (InCourse, view_class), {})
        return super().construct_view(view_class, **kwargs)
