"""What must be done first, and that it never comes round in a circle."""

from collections.abc import Iterable
from typing import Any


def circle_through(page: Any, chosen: Iterable[Any]) -> Any | None:
    """Return the one of `chosen` that asks for `page` itself, directly or in turn; None if all is well.

    One query for each step away from `page`.
    """
    if page.pk is None:
        return None
    through = type(page).prerequisites.through
    source = f"from_{page._meta.model_name}_id"
    target = f"to_{page._meta.model_name}_id"
    for choice in chosen:
        seen: set[int] = set()
        frontier = {choice.pk}
        while frontier:
            if page.pk in frontier:
                return choice
            seen |= frontier
            following = through.objects.filter(**{f"{source}__in": frontier})
            frontier = set(following.values_list(target, flat=True)) - seen
    return None
