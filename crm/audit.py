"""What the audit trail says about inquiries: the steps that take people's data away or elsewhere.

A line keeps no name, number or address: it outlives the person's data.
"""

from collections.abc import Mapping
from typing import Any

from allauth.core.internal.httpkit import get_client_ip
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from accounts.models import User
from common.trail import DetailsFormatter, register_actions
from crm.models import CRMSettings, Inquiry

MERGE = "crm.merge"
EXPORT = "crm.export"
ERASE = "crm.erase"
IMPORT = "crm.import"

# Each action with its name in filters and its sentence in a history.
ACTIONS = {
    MERGE: (_("Inquiry: merge"), _("Merged another inquiry into this one")),
    EXPORT: (_("Inquiries: export"), _("Took inquiries out as a file")),
    ERASE: (_("Inquiry: erase"), _("Erased the person")),
    IMPORT: (_("Inquiries: import"), _("Brought inquiries in from a file")),
}


class InquiryFormatter(DetailsFormatter):
    """Tells also from which address."""

    told = ("what", "count")

    def details_of(self, data: Mapping[str, Any]) -> list[str]:
        details = super().details_of(data)
        if data.get("address"):
            details.append(_("from %(address)s") % {"address": data["address"]})
        return details


def register(actions: Any) -> None:
    register_actions(actions, ACTIONS, InquiryFormatter)


def record(
    action: str,
    *,
    inquiry: Inquiry,
    by: User,
    request: HttpRequest | None = None,
    **data: Any,
) -> None:
    """Write one line about an inquiry."""
    log(inquiry, action, user=by, data=data | _address(request))


def record_export(
    user: User, what: str, count: int, request: HttpRequest | None = None
) -> None:
    """Note that `user` took `count` things out as a file; `what` names the list."""
    _record_many(EXPORT, user, what, count, request)


def record_import(user: User, what: str, count: int) -> None:
    """Note that `user` brought `count` inquiries in; `what` names the file."""
    _record_many(IMPORT, user, what, count)


def _record_many(
    action: str,
    user: User,
    what: str,
    count: int,
    request: HttpRequest | None = None,
) -> None:
    # Of no inquiry in particular, so it stands with the settings of them all.
    data = {"what": what, "count": count} | _address(request)
    log(CRMSettings.load(), action, user=user, data=data)


def _address(request: HttpRequest | None) -> dict[str, str]:
    address = get_client_ip(request) if request is not None else ""
    return {"address": address} if address else {}


def forget_names(inquiries: list[Inquiry]) -> None:
    """Take the names out of what the trail says about these inquiries."""
    ModelLogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(Inquiry),
        object_id__in=[str(inquiry.pk) for inquiry in inquiries],
    ).update(label=str(_("Erased person")))
