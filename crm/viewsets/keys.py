"""Keys of partners: made and revoked by admins, shown once."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from crm.models import PartnerKey
from crm.services import make_key


class KeyCreateView(generic.CreateView):
    page_title = _("New API key")

    def form_valid(self, form: Any) -> HttpResponse:
        """Show the key in this very answer: nothing that could be shown again is kept."""
        key = form.save(commit=False)
        secret = make_key(key=key, by=self.request.user)
        context = {
            "key": key,
            "secret": secret,
            "header_title": _("New API key"),
            "breadcrumbs_items": self.get_breadcrumbs_items(),
            "index_url": reverse(self.index_url_name),
        }
        return render(self.request, "crm/admin/key_made.html", context)


class KeyIndexView(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[PartnerKey]:
        return PartnerKey.objects.select_related("created_by")


class KeyViewSet(ModelViewSet):
    model = PartnerKey
    icon = "key"
    menu_label = _("API keys")
    menu_order = 70
    copy_view_enabled = False
    add_to_reference_index = False
    add_view_class = KeyCreateView
    index_view_class = KeyIndexView
    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("source"), FieldPanel("campaign")]),
        FieldPanel(
            "is_active", help_text=_("Without it the key is refused from now on.")
        ),
    ]
    list_display = [
        "name",
        Column("beginning", label=_("Begins with")),
        Column("source", accessor="get_source_display", label=_("Source")),
        "campaign",
        BooleanColumn("is_active", label=_("In use"), sort_key="is_active"),
        DateColumn("last_used_at", label=_("Last used"), sort_key="last_used_at"),
        Column("created_by", label=_("Made by")),
    ]
