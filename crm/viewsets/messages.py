"""Templates of letters, and the list of what was written."""

from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import (
    BooleanColumn,
    Column,
    DateColumn,
    StatusTagColumn,
    TitleColumn,
    UpdatedAtColumn,
)
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from accounts.viewsets.people import ReadingViewSet
from crm.forms.messages import MessageTemplateForm
from crm.letter_preview import preview_of
from crm.letter_words import WORDS, example_words
from crm.models import Message, MessageTemplate
from crm.permissions import visible_messages, works_in_crm

# Long enough to know a message again in a list.
BEGINNING = 60


class ShownToDesks(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return works_in_crm(request.user)


def previewed(form: MessageTemplateForm, user: Any) -> dict[str, Any]:
    """Return what a template's screen shows beside the form: what a person would get."""
    preview = preview_of(
        medium=form["medium"].value() or "",
        subject=form["subject"].value() or "",
        body=form["body"].value() or "",
        words=example_words(user),
        is_template=True,
    )
    return {"preview": preview, "words": WORDS}


class AddTemplateView(generic.CreateView):
    template_name = "crm/admin/message_template.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | previewed(context["form"], self.request.user)


class EditTemplateView(generic.EditView):
    template_name = "crm/admin/message_template.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | previewed(context["form"], self.request.user)


class MessageTemplateViewSet(ModelViewSet):
    model = MessageTemplate
    name = "crm_message_templates"
    url_prefix = "crm/message-templates"
    icon = "doc-full"
    menu_label = _("Message templates")
    menu_order = 10
    menu_item_class = ShownToDesks
    inspect_view_enabled = copy_view_enabled = False
    add_to_reference_index = False
    list_display = [
        "name",
        Column(
            "medium", label=_("Type"), accessor="get_medium_display", sort_key="medium"
        ),
        Column("purpose", label=_("Purpose"), accessor="get_purpose_display"),
        BooleanColumn("is_active", label=_("In use"), sort_key="is_active"),
        UpdatedAtColumn(),
    ]
    list_filter = ["medium", "purpose", "is_active"]
    search_fields = ["name", "subject", "body"]
    search_backend_name = None
    add_view_class = AddTemplateView
    edit_view_class = EditTemplateView

    def get_form_class(self, for_update: bool = False) -> type[MessageTemplateForm]:
        return MessageTemplateForm


class MessageIndexView(generic.IndexView):
    template_name = "crm/admin/message_list.html"
    page_title = _("Messages")
    default_ordering = "-created_at"

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn(
                "inquiry",
                label=_("Person"),
                get_url=lambda row: reverse("crm:letter", args=[row.uuid]),
            ),
            Column(
                "medium",
                label=_("Type"),
                accessor="get_medium_display",
                classname="message-list__detail",
            ),
            Column(
                "text",
                label=_("Message"),
                accessor=lambda row: Truncator(str(row)).chars(BEGINNING),
            ),
            StatusTagColumn(
                "state",
                accessor="get_state_display",
                label=_("State"),
                sort_key="state",
                primary=lambda row: row.state == Message.State.FAILED,
            ),
            Column("error", label=_("Why"), classname="message-list__detail"),
            Column("by", label=_("By"), classname="message-list__detail"),
            DateColumn("created_at", label=_("Written"), sort_key="created_at"),
        ]

    def get_base_queryset(self) -> QuerySet[Message]:
        return visible_messages(self.request.user).select_related("inquiry", "by")


class MessageViewSet(ReadingViewSet):
    model = Message
    name = "crm_messages"
    url_prefix = "crm/messages"
    icon = "mail"
    menu_label = _("Messages")
    menu_order = 60
    menu_item_class = ShownToDesks
    index_view_class = MessageIndexView
    list_filter = ["state", "medium", "is_incoming"]
    search_fields = ["inquiry__name", "subject", "body"]
    search_backend_name = None
    list_per_page = 50
