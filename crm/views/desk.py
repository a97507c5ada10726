"""Today's desk: what a counselor does next."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from accounts.models import User
from crm.desk import SECTIONS, UNASSIGNED, Desk, counselors
from crm.permissions import may_assign
from crm.protocol import DESK_ADDRESS
from crm.views.base import CRMView

# Heading, what it holds, and what an empty one says.
WORDS = {
    UNASSIGNED: (
        _("Unassigned"),
        _("nobody’s yet: give them to somebody"),
        _("Every open inquiry has a counselor."),
    ),
    "due": (
        _("Due today"),
        _("planned for today, by the clock"),
        _("Nothing is planned for today."),
    ),
    "overdue": (
        _("Overdue"),
        _("from earlier days, missed, or without a next step"),
        _("Nothing is left over. Well done."),
    ),
    "new": (
        _("New"),
        _("nobody has been in touch yet"),
        _("Nobody is waiting for a first answer."),
    ),
    "hot": (
        _("Hot"),
        _("likely to enrol, and not contacted today"),
        _("Nobody else stands out today."),
    ),
}


class DeskView(CRMView, TemplateView):
    """The whole page, or for htmx the lists alone."""

    page_title = _("Today’s desk")
    header_icon = "group"

    def get_template_names(self) -> list[str]:
        is_part = getattr(self.request, "htmx", False)
        name = "parts/desk_lists" if is_part else "desk"
        return [f"crm/admin/{name}.html"]

    def _counselor(self) -> User | None:
        """Return whom an admin looks at; a strange number is nobody we know."""
        chosen = self.request.GET.get("counselor", "")
        if not chosen or not may_assign(self.user):
            return None
        found: User | None = (
            counselors().filter(pk=chosen).first() if chosen.isdecimal() else None
        )
        if found is None:
            raise Http404
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        counselor = self._counselor()
        desk = Desk(self.user, counselor)
        chosen = self.request.GET.get("section", "")
        if chosen and chosen not in {*SECTIONS, UNASSIGNED}:
            raise Http404
        sections = (
            [desk.whole_section(chosen, self.request.GET.get("page"))]
            if chosen
            else desk.sections()
        )
        counts = {section.name: section.count for section in sections}
        done = desk.done_today()
        return super().get_context_data(
            **kwargs,
            desk=desk,
            sections=[(section, *WORDS[section.name]) for section in sections],
            chosen=chosen,
            counselor=counselor,
            counselors=counselors() if may_assign(self.user) else [],
            done=done,
            total=done + sum(counts.get(name, 0) for name in ("due", "overdue", "new")),
            is_empty=not any(counts.values()),
            socket=DESK_ADDRESS,
            may_take=self.user.is_counselor,
        )
