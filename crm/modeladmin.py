"""The registers of the CRM, with wagtail-modeladmin: docs/decisions/0008."""

from typing import Any

from django.contrib.admin import display
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail_modeladmin.helpers import ButtonHelper

from crm.board import what_shows
from crm.filters import InquiryFilter, filtered
from crm.models import FollowUp, Inquiry, RewardPenalty
from crm.permissions import (
    may_assign,
    may_share_filters,
    visible_filters,
    visible_follow_ups,
    visible_inquiries,
    visible_rewards,
)
from crm.register_filters import (
    FollowUpFilter,
    RewardFilter,
    filtered_follow_ups,
    filtered_rewards,
)
from crm.register_lines import follow_up_lines, inquiry_lines, reward_lines
from crm.registers import ForTheDesk, ForWhoGivesRewards, Register, address_of
from crm.services.rewards import may_revoke


def box_for_all() -> SafeString:
    return format_html(
        '<choose-all><label hidden><input type="checkbox"><span class="w-sr-only">{}</span></label>'
        '<span class="w-sr-only">{}</span></choose-all>',
        _("Choose all on this page"),
        _("Choose"),
    )


def link_to(inquiry: Inquiry) -> SafeString:
    address = address_of("crm:person", inquiry.uuid)
    return format_html('<a class="register__name" href="{}">{}</a>', address, inquiry)


def moment_of(follow_up: FollowUp) -> SafeString | str:
    """Return when it is due; what should have happened by now stands out."""
    due_at = timezone.localtime(follow_up.due_at)
    words = f"{date_format(due_at, 'j M')}, {time_format(due_at, 'H:i')}"
    is_pending = follow_up.status == FollowUp.Status.PENDING
    if not is_pending or follow_up.due_at >= timezone.now():
        return words
    return format_html(
        '<span class="register__overdue">{} <small>{}</small></span>',
        words,
        _("overdue"),
    )


class InquiryAdmin(Register):
    """The list of inquiries. The reports' numbers lead here, with a filter."""

    model = Inquiry
    base_url_path = "crm/list"
    menu_label = gettext_lazy("Inquiries")
    menu_icon = "list-ul"
    menu_order = 40
    permission_helper_class = ForTheDesk
    filter_class = InquiryFilter
    filtered = staticmethod(filtered)
    lines = staticmethod(inquiry_lines)
    list_display = (
        "person",
        "wants",
        "stage",
        "score",
        "counselor",
        "next_step",
        "source",
        "asked",
    )

    def get_queryset(self, request: Any) -> Any:
        rows = visible_inquiries(request.user).select_related("counselor")
        return rows.prefetch_related(*what_shows())

    def get_list_display(self, request: Any) -> tuple[str, ...]:
        if may_assign(request.user) and address_of("crm:assign"):
            return ("chosen", *self.list_display)
        return self.list_display

    def more_for(self, user: Any) -> dict[str, Any]:
        assign_url = address_of("crm:assign") if may_assign(user) else ""
        return {
            "where": "list",
            "saved_filters": visible_filters(user),
            "may_share": may_share_filters(user),
            "add_url": address_of("crm:walk_in"),
            "add_label": _("New inquiry"),
            "assign_url": assign_url,
        }

    @display(description=lazy(box_for_all, SafeString)())
    def chosen(self, inquiry: Inquiry) -> SafeString:
        return format_html(
            '<input type="checkbox" name="inquiry" value="{}" form="assign" aria-label="{}">',
            inquiry.uuid,
            _("Choose %(name)s") % {"name": inquiry},
        )

    @display(description=gettext_lazy("Name"), ordering="name")
    def person(self, inquiry: Inquiry) -> SafeString:
        return link_to(inquiry)

    @display(description=gettext_lazy("Courses"))
    def wants(self, inquiry: Inquiry) -> str:
        return ", ".join(course.title for course in inquiry.courses.all())

    @display(description=gettext_lazy("Status"), ordering="status")
    def stage(self, inquiry: Inquiry) -> SafeString:
        return format_html(
            '<span class="stage stage--{}">{}</span>',
            inquiry.status,
            inquiry.get_status_display(),
        )

    @display(description=gettext_lazy("Next step"))
    def next_step(self, inquiry: Any) -> SafeString | str:
        planned = inquiry.planned
        if planned:
            how = planned[0].get_medium_display()
            return format_html("{}, {}", how, moment_of(planned[0]))
        return _("Nothing planned") if inquiry.is_open else ""

    @display(description=gettext_lazy("Asked"), ordering="created_at")
    def asked(self, inquiry: Inquiry) -> str:
        return date_format(timezone.localtime(inquiry.created_at), "j M Y")


class FollowUpAdmin(Register):
    model = FollowUp
    base_url_path = "crm/follow-ups"
    menu_label = gettext_lazy("Follow-ups")
    menu_icon = "calendar-check"
    menu_order = 50
    permission_helper_class = ForTheDesk
    filter_class = FollowUpFilter
    filtered = staticmethod(filtered_follow_ups)
    lines = staticmethod(follow_up_lines)
    # What was planned last stands first; 200,000 rows need no sorting for that.
    ordering = ("-pk",)
    list_display = ("person", "medium", "due", "status", "outcome", "counselor")

    def get_queryset(self, request: Any) -> Any:
        rows = visible_follow_ups(request.user).order_by(*self.ordering)
        return rows.select_related("inquiry", "counselor")

    @display(description=gettext_lazy("Name"), ordering="inquiry__name")
    def person(self, follow_up: FollowUp) -> SafeString:
        return link_to(follow_up.inquiry)

    @display(description=gettext_lazy("Due"), ordering="due_at")
    def due(self, follow_up: FollowUp) -> SafeString | str:
        return moment_of(follow_up)


class RewardButtons(ButtonHelper):
    """What whoever looks may do about a reward or a penalty."""

    def get_buttons_for_obj(self, obj: Any, **_styles: Any) -> list[dict[str, Any]]:
        buttons = []
        if may_revoke(self.request.user, obj) and obj.status == obj.Status.ACTIVE:
            buttons.append(self._button(_("Take back"), "crm:revoke_reward", obj, obj))
        for appeal in obj.appeals.all():
            buttons.append(self._button(_("Appeal"), "crm:appeal", appeal, obj))
        return buttons

    def _button(self, label: str, name: str, about: Any, reward: Any) -> dict[str, Any]:
        # Read aloud, it says which: there is one in every row.
        words = '{}<span class="w-sr-only"> – {}, {}</span>'
        return {
            "url": address_of(name, about.uuid),
            "label": format_html(words, label, reward.student, reward.reason),
            "classname": "button button-small button-secondary",
        }


class RewardPenaltyAdmin(Register):
    model = RewardPenalty
    base_url_path = "crm/rewards"
    menu_label = gettext_lazy("Rewards")
    menu_icon = "pick"
    menu_order = 80
    permission_helper_class = ForWhoGivesRewards
    filter_class = RewardFilter
    filtered = staticmethod(filtered_rewards)
    lines = staticmethod(reward_lines)
    button_helper_class = RewardButtons
    list_display = (
        "student",
        "kind",
        "signed",
        "category",
        "reason",
        "issued_by",
        "given",
        "status",
    )
    list_display_add_buttons = "status"

    def get_queryset(self, request: Any) -> Any:
        rows = visible_rewards(request.user).select_related("student", "issued_by")
        return rows.prefetch_related("appeals")

    def more_for(self, user: Any) -> dict[str, Any]:
        return {
            "add_url": address_of("crm:give_reward"),
            "add_label": _("Give reward or penalty"),
        }

    @display(description=gettext_lazy("Points"), ordering="points")
    def signed(self, reward: RewardPenalty) -> str:
        return render_to_string("crm/admin/parts/points.html", {"reward": reward})

    @display(description=gettext_lazy("Date"), ordering="given_on")
    def given(self, reward: RewardPenalty) -> str:
        return date_format(reward.given_on, "j M Y")
