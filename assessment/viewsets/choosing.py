"""What a chooser offers: content of the course that is being edited, and never somebody else's."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn
from wagtail.models import Page
from wagtail.snippets.views import chooser

from assessment.models import Assignment, Question, Quiz
from assessment.viewsets.listing import StatusColumn, listed_content, own_content
from catalog.permissions import COURSE_DEPTH, course_path

EDITED: dict[str, Any] = {
    f"wagtailsnippets_assessment_{model._meta.model_name}": model
    for model in (Question, Quiz, Assignment)
}


def course_being_edited(request: HttpRequest) -> Any:
    """Return the id of the course of the page that opened the chooser; None where that isn't known.

    The browser says which page that is. Nobody sees more by saying something else: what is offered
    is their own in any case.
    """
    there = urlsplit(request.headers.get("Referer", ""))
    try:
        match = resolve(there.path)
    except Resolver404:
        return None
    if model := EDITED.get(match.namespace):
        if key := match.kwargs.get("pk"):
            return model.objects.filter(pk=key).values_list("course", flat=True).first()
        said = parse_qs(there.query).get("course", [""])[0]
        return int(said) if said.isdecimal() else None
    return _course_of_page(
        match.kwargs.get("page_id") or match.kwargs.get("parent_page_id")
    )


def _course_of_page(pk: int | None) -> Any:
    page = Page.objects.filter(pk=pk, depth__gte=COURSE_DEPTH).first()
    if page is None:
        return None
    courses = Page.objects.filter(path=course_path(page))
    return courses.values_list("pk", flat=True).first()


class _Offered(chooser.BaseSnippetChooseView):
    """Mixed into the views that list what can be chosen."""

    def get_object_list(self) -> QuerySet[Any]:
        offered = listed_content(self.model_class, self.request.user)
        if course := course_being_edited(self.request):
            offered = offered.filter(course=course)
        return offered.order_by("title", "pk")

    @property
    def columns(self) -> list[Column]:
        kind = "kind" if self.model_class is Question else "sort"
        columns: list[Column] = [
            column
            for column in super().columns
            if not isinstance(column, LiveStatusTagColumn)
        ]
        return [
            *columns,
            Column(kind, label=_("Kind"), accessor=f"get_{kind}_display"),
            StatusColumn(),
        ]


class _Own:
    """Mixed into the views that say what was chosen."""

    model_class: Any
    request: Any

    def get_object(self, pk: str) -> Any:
        own = own_content(self.model_class, self.request.user)
        return own.get(pk=int(pk) if pk.isdecimal() else 0)

    def get_objects(self, pks: list[str]) -> QuerySet[Any]:
        own = own_content(self.model_class, self.request.user)
        return own.filter(pk__in=[pk for pk in pks if pk.isdecimal()])


class ChooseView(_Offered, chooser.ChooseView):
    pass


class ChooseResultsView(_Offered, chooser.ChooseResultsView):
    pass


class ChosenView(_Own, chooser.SnippetChosenView):
    pass


class ChosenMultipleView(_Own, chooser.SnippetChosenMultipleView):
    pass


class OwnChooserViewSet(chooser.SnippetChooserViewSet):
    choose_view_class = ChooseView
    choose_results_view_class = ChooseResultsView
    chosen_view_class = ChosenView
    chosen_multiple_view_class = ChosenMultipleView
