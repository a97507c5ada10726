"""A lifelike history in the database, for tests of reports."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from home.demo.funnel import tell_all
from home.demo.inquiries import write


def tell_history(
    number: int, *, people: list[Any], courses: list[Any], days: int = 200
) -> None:
    now = timezone.now()
    stories = tell_all(
        number,
        since=now - timedelta(days=days),
        now=now,
        courses=len(courses),
        counselors=len(people),
    )
    write(list(stories), people=people, courses=courses)
