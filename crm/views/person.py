"""Everything about one person who asked."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from catalog.models.pages import COURSE_LANGUAGES
from crm.arrival import UTM
from crm.forms.steps import CounselorForm, LostForm
from crm.models import ContactConsent, CRMSettings, Inquiry, Medium, TimelineEntry
from crm.permissions import may_assign, may_erase
from crm.protocol import DESK_ADDRESS
from crm.stories import GROUP_LABELS, GROUPS, by_day
from crm.views.contact import AboutInquiry

ENTRIES = 30


class TimelineMixin:
    """The part of the timeline that was asked for: newest first, and on from an entry."""

    request: HttpRequest
    inquiry: Inquiry

    def timeline_context(self) -> dict[str, Any]:
        shown = self.request.GET.get("show", "")
        entries = TimelineEntry.objects.about(self.inquiry).select_related(
            "by", "crm_message"
        )
        if shown in GROUPS:
            entries = entries.filter(kind__in=GROUPS[shown])
        before = self.request.GET.get("before", "")
        if before.isdecimal() and (last := entries.filter(pk=before).first()):
            entries = entries.before(last)
        found = list(entries[: ENTRIES + 1])
        return {
            "days": by_day(found[:ENTRIES]),
            "earlier": found[ENTRIES - 1] if len(found) > ENTRIES else None,
            "shown": shown,
            "groups": GROUP_LABELS.items(),
            "today": timezone.localdate(),
        }


class PersonView(TimelineMixin, AboutInquiry, TemplateView):
    template_name = "crm/admin/person.html"
    header_icon = "user"
    page_title = _("Inquiry")

    def get_page_title(self) -> str:
        return str(self.inquiry)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        inquiry = self.inquiry
        context = super().get_context_data(**kwargs)
        assigns = may_assign(self.user)
        return (
            context
            | self.timeline_context()
            | {
                "inquiry": inquiry,
                "planned": inquiry.follow_ups.pending().first(),
                "courses": list(inquiry.courses.only("title", "price", "url_path")),
                "consents": _latest_consents(inquiry),
                "language": dict(COURSE_LANGUAGES).get(
                    inquiry.language, inquiry.language
                ),
                "utm": [
                    (label, inquiry.utm[name])
                    for name, label in UTM.items()
                    if inquiry.utm.get(name) and name != "campaign"
                ],
                "tags": list(inquiry.tags.names()),
                "media": _media(inquiry),
                "now": timezone.now(),
                "socket": DESK_ADDRESS,
                # Who else this may be; asked for by the page, once it stands.
                "known_query": urlencode(
                    {
                        "name": inquiry.name,
                        "phone": inquiry.phone,
                        "email": inquiry.email,
                        "exclude": inquiry.uuid,
                    }
                ),
                "is_hot": inquiry.is_open
                and inquiry.score >= CRMSettings.load().hot_from_score,
                "lost_form": LostForm(),
                "counselor_form": (
                    CounselorForm(initial={"counselor": inquiry.counselor_id})
                    if assigns
                    else None
                ),
                "may_erase": may_erase(self.user),
                "may_take": self.user.is_counselor and inquiry.counselor_id is None,
                "moves": [
                    status
                    for status in (Inquiry.Status.NEW, Inquiry.Status.CONTACTED)
                    if status != inquiry.status
                ],
            }
        )


class TimelineView(TimelineMixin, AboutInquiry, TemplateView):
    """The timeline alone: what a filter shows, or earlier entries."""

    template_name = "crm/admin/parts/timeline.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {"inquiry": self.inquiry, **self.timeline_context()}


def _latest_consents(inquiry: Inquiry) -> list[ContactConsent]:
    """Return the newest word for each purpose."""
    latest: dict[str, ContactConsent] = {}
    for consent in inquiry.consents.all():
        latest.setdefault(consent.purpose, consent)
    return list(latest.values())


def _media(inquiry: Inquiry) -> list[tuple[str, str]]:
    """Return how the person can be contacted, what is planned aside: anybody can come by."""
    ways: list[tuple[str, str]] = [(Medium.VISIT.value, str(Medium.VISIT.label))]
    if inquiry.email:
        ways.insert(0, (Medium.EMAIL.value, str(Medium.EMAIL.label)))
    if inquiry.phone:
        ways.insert(0, (Medium.CALL.value, str(Medium.CALL.label)))
        ways += [
            (each.value, str(each.label)) for each in (Medium.SMS, Medium.WHATSAPP)
        ]
    return ways
