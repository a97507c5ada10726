"""Tells open desks that something changed. What changed they ask for themselves."""

from typing import Any, Literal

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.db import transaction

from crm.models import Inquiry
from crm.protocol import DESK_CHANGED, TEAM, group_of

# Whose an inquiry was before: None is nobody, so that "the same as now" needs a word of its own.
Before = int | None | Literal["same"]


def tell_desks(inquiry: Inquiry, *, what: str, before: Before = "same") -> None:
    """Tell, once the transaction holds, whoever may see `inquiry`; `before` had it until now."""
    event = {"type": DESK_CHANGED, "what": what, "inquiry": str(inquiry.uuid)}
    # What nobody has stands on everybody's desk; the team's group hears of all.
    groups = {TEAM, group_of(inquiry.counselor_id)}
    if before != "same":
        groups.add(group_of(before))
    # No partial: Django names the function that failed, and a partial has no name to say.
    transaction.on_commit(lambda: _send(groups, event), robust=True)


def _send(groups: set[str], event: dict[str, Any]) -> None:
    layer = get_channel_layer()
    for group in groups:
        async_to_sync(layer.group_send)(group, event)
