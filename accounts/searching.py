"""People are found by whatever somebody remembers of them."""

from typing import Any, TypeVar

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Concat

Rows = TypeVar("Rows", bound=QuerySet[Any])


def with_words(rows: Rows, words: str, person: str = "") -> Rows:
    """Keep the rows whose person has each of the words in name, username or email.

    `person` is the field that leads to the person; empty where the rows are people.
    """
    if not words.split():
        return rows
    to = f"{person}__" if person else ""
    found: Any = rows.annotate(
        full_name=Concat(f"{to}first_name", Value(" "), f"{to}last_name")
    )
    for word in words.split():
        found = found.filter(
            Q(full_name__icontains=word)
            | Q(**{f"{to}username__icontains": word})
            | Q(**{f"{to}email__icontains": word})
        )
    return found
