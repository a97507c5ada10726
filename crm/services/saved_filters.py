"""Ways of looking at the inquiries get a name."""

from django.db import IntegrityError, transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.models import User
from common.exceptions import Refused
from crm.filters import InquiryFilter
from crm.models import SavedFilter
from crm.permissions import may_share_filters, works_in_crm

MOST_LETTERS = 1000


def save_filter(
    *, owner: User, name: str, query: str, is_shared: bool = False
) -> SavedFilter:
    """Keep under a name what `query`, the end of an address, asks for."""
    if not works_in_crm(owner):
        raise Refused("no_desk", _("Only counselors and admins keep filters."))
    understood = InquiryFilter(QueryDict(query), user=owner).query
    if not understood:
        raise Refused("no_filter", _("Nothing is filtered yet. Set a filter first."))
    if len(understood) > MOST_LETTERS:
        raise Refused("too_long", _("This filter asks for too much to be kept."))
    saved = SavedFilter(owner=owner, query=understood)
    return _write(saved, by=owner, name=name, is_shared=is_shared)


def change_filter(
    *, saved: SavedFilter, by: User, name: str, is_shared: bool
) -> SavedFilter:
    """Give it another name, or share it with the team or no longer."""
    _refuse_foreign(saved, by)
    return _write(saved, by=by, name=name, is_shared=is_shared)


def delete_filter(*, saved: SavedFilter, by: User) -> None:
    _refuse_foreign(saved, by)
    saved.delete()


def _refuse_foreign(saved: SavedFilter, by: User) -> None:
    if saved.owner_id != by.pk:
        raise Refused("not_yours", _("This filter belongs to somebody else."))


def _write(saved: SavedFilter, *, by: User, name: str, is_shared: bool) -> SavedFilter:
    saved.name = " ".join(name.split())[:60]
    if not saved.name:
        raise Refused("no_name", _("Give the filter a name."))
    if is_shared and not may_share_filters(by):
        raise Refused("not_shared", _("Only admins share filters with the team."))
    saved.is_shared = is_shared
    try:
        with transaction.atomic():
            saved.save()
    except IntegrityError as error:
        raise Refused(
            "name_taken", _("You have a filter of this name already.")
        ) from error
    return saved
