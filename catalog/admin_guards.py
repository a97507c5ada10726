"""Screens of Wagtail's that name a page before they ask whether this person may do anything to it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from wagtail.admin.views.bulk_action.dispatcher import index as bulk_action
from wagtail.admin.viewsets.pages import page_viewset_registry
from wagtail.models import Page

_move = page_viewset_registry.as_view("move_confirm", page_id_kwarg="page_to_move_id")
_cancel = page_viewset_registry.as_view(
    "confirm_workflow_cancellation", page_id_kwarg="page_id"
)


def confirm_move(request: HttpRequest, **ids: int) -> HttpResponseBase:
    page = get_object_or_404(Page, pk=ids["page_to_move_id"]).specific
    destination = get_object_or_404(Page, pk=ids["destination_id"]).specific
    if not page.permissions_for_user(request.user).can_move_to(destination):
        raise PermissionDenied
    return _move(request, **ids)


def confirm_cancellation(request: HttpRequest, page_id: int) -> HttpResponseBase:
    page = get_object_or_404(Page, pk=page_id).specific
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return _cancel(request, page_id=page_id)


def act_on_many(request: HttpRequest, **names: str) -> HttpResponseBase:
    """Keep out of "you can't do this to …" what isn't theirs to know of."""
    response: Any = bulk_action(request, **names)
    if isinstance(response, TemplateResponse) and not request.user.is_superuser:
        context: Any = response.context_data
        context["items_with_no_access"] = [
            row
            for row in context.get("items_with_no_access", [])
            if isinstance(row, dict) and row["can_edit"]
        ]
    return response
