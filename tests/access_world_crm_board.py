"""What the addresses of the board name."""

from typing import Any

from accounts.models import User
from crm.models import SavedFilter


def board_names(people: dict[str, User]) -> dict[str, Any]:
    """`saved_filter` is the counselor's own."""
    saved = SavedFilter.objects.create(
        owner=people["counselor"], name="Hot ones", query="health=hot"
    )
    return {"saved_filter": saved.uuid}
