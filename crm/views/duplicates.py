"""The same person twice: noticed while somebody types, and looked for among all that is open."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from common.exceptions import Refused
from crm.duplicates import Found, find_duplicates, person_from, possible_pairs
from crm.models import Inquiry
from crm.permissions import get_inquiry_for, visible_inquiries
from crm.services import keep_apart
from crm.views.base import CRMView

PAIRS_A_PAGE = 20
_LONGEST = 254


def uuid_from(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


class DuplicatesView(CRMView, TemplateView):
    """A fragment for forms: who of those that asked this may be. Empty where nobody is."""

    template_name = "crm/admin/parts/duplicates.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        typed = {
            name: self.request.GET.get(name, "")[:_LONGEST].replace("\0", "")
            for name in ("name", "phone", "email")
        }
        exclude = self._excluded()
        found = find_duplicates(person_from(**typed), exclude=exclude)
        visible = self._visible(found)
        return super().get_context_data(
            **kwargs,
            exclude=exclude,
            found=[each for each in found if each.inquiry.pk in visible],
            # Who has the person, and nothing about them; of namesakes not even that.
            elsewhere=sorted(
                {
                    str(each.inquiry.counselor)
                    for each in found
                    if each.is_same and each.inquiry.pk not in visible
                }
            ),
        )

    def _excluded(self) -> Inquiry | None:
        uuid = uuid_from(self.request.GET.get("exclude", ""))
        return Inquiry.objects.filter(uuid=uuid).first() if uuid else None

    def _visible(self, found: list[Found]) -> set[int]:
        keys = [each.inquiry.pk for each in found]
        return {
            *visible_inquiries(self.user)
            .filter(pk__in=keys)
            .values_list("pk", flat=True)
        }


class PossibleDuplicatesView(CRMView, TemplateView):
    """Pairs of open inquiries that look like one person's; a POST says that they are two."""

    template_name = "crm/admin/possible_duplicates.html"
    page_title = gettext_lazy("Possible duplicates")
    header_icon = "copy"

    def post(self, request: HttpRequest) -> HttpResponse:
        one, other = (
            get_inquiry_for(
                self.user, uuid_from(request.POST.get(name, "")) or UUID(int=0)
            )
            for name in ("one", "other")
        )
        try:
            keep_apart(one=one, other=other, by=self.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Noted: these are two people."))
        return redirect("crm:possible_duplicates")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pairs = possible_pairs(visible_inquiries(self.user).open())
        page = Paginator(pairs, PAIRS_A_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(**kwargs, pairs=page)
