"""Filters with a name: the own ones and the team's."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View

from common.exceptions import Refused
from crm.permissions import get_filter_of, may_share_filters, visible_filters
from crm.services import change_filter, delete_filter, save_filter
from crm.views.base import CRMView

# Where filters are used, by the word that the forms send.
PLACES = {"board": "crm:board", "list": "crm:list"}


class SavedFiltersView(CRMView, TemplateView):
    template_name = "crm/admin/saved_filters.html"
    page_title = gettext_lazy("Saved filters")
    header_icon = "sliders"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            saved_filters=visible_filters(self.user),
            may_share=may_share_filters(self.user),
            **kwargs,
        )

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep what is asked for at this moment, and lead back to it."""
        query = request.POST.get("query", "")
        place = PLACES.get(request.POST.get("where", ""), "crm:board")
        try:
            saved = save_filter(
                owner=self.user,
                name=request.POST.get("name", ""),
                query=query,
                is_shared="is_shared" in request.POST,
            )
        except Refused as refusal:
            messages.error(request, refusal.sentence)
            return redirect(f"{reverse(place)}?{query}")
        messages.success(request, _("“%(name)s” is saved.") % {"name": saved})
        return redirect(f"{reverse(place)}?{saved.query}")


class ChangeFilterView(CRMView, View):
    """Renames, shares or deletes one of the own filters."""

    http_method_names = ["post"]

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        saved = get_filter_of(self.user, self.kwargs["uuid"])
        name = saved.name
        try:
            if "delete" in request.POST:
                delete_filter(saved=saved, by=self.user)
                sentence = _("“%(name)s” is deleted.") % {"name": name}
            else:
                change_filter(
                    saved=saved,
                    by=self.user,
                    name=request.POST.get("name", ""),
                    is_shared="is_shared" in request.POST,
                )
                sentence = _("“%(name)s” is saved.") % {"name": saved}
        except Refused as refusal:
            messages.error(request, refusal.sentence)
        else:
            messages.success(request, sentence)
        return redirect("crm:filters")
