"""The words that templates know, and what each stands for."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from common.exceptions import Refused
from crm import wording
from crm.models import Inquiry

# Each with what it stands for, as the form of a template explains it.
WORDS = {
    "name": gettext_lazy("the person's whole name"),
    "first_name": gettext_lazy("the first part of the name"),
    "course": gettext_lazy("the courses that the person asked about"),
    "counselor": gettext_lazy("who writes"),
    "counselor_phone": gettext_lazy("the number of who writes"),
    "academy": gettext_lazy("the name of the academy"),
    "website": gettext_lazy("the address of the academy's site"),
    "next_date": gettext_lazy("when the next contact is planned"),
}


def words_for(inquiry: Inquiry, *, by: User | None) -> dict[str, str]:
    """Return what each word stands for in a letter of `by`; empty where there is nothing."""
    writer = by or inquiry.counselor
    planned = inquiry.follow_ups.pending().first()
    courses = [course.title for course in inquiry.courses.all()]
    return {
        **_of_the_academy(),
        "name": inquiry.name,
        "first_name": inquiry.name.split(" ")[0],
        "course": get_text_list(courses, _("and")),
        "counselor": str(writer) if writer else "",
        "counselor_phone": writer.phone if writer else "",
        "next_date": _moment(planned.due_at) if planned else "",
    }


def fill_for(inquiry: Inquiry, text: str, *, by: User | None) -> str:
    """Put the person's own words into `text`; asks nothing of the database if there are none."""
    if not wording.left_over(text, WORDS):
        return text
    return wording.fill(text, words_for(inquiry, by=by))


def example_words(by: User) -> dict[str, str]:
    """Return the words of a person who doesn't exist, for looking at a template."""
    return {
        **_of_the_academy(),
        "name": "Priya Sharma",
        "first_name": "Priya",
        "course": _("Astronomy for beginners"),
        "counselor": str(by),
        "counselor_phone": by.phone or "+91 98765 43210",
        "next_date": _moment(timezone.now() + timedelta(days=2)),
    }


def check_words(text: str) -> None:
    """Refuse a text with words that nothing stands for, naming those that are known."""
    if unknown := wording.unknown_words(text, WORDS):
        raise Refused(
            "unknown_word",
            _("“{%(word)s}” is not a word that can be filled in. There are: %(known)s.")
            % {"word": unknown[0], "known": _in_braces(WORDS)},
        )
    if wording.has_stray_braces(text):
        raise Refused(
            "stray_brace",
            _(
                "A brace stands alone. Words are written like {first_name}, or with what to"
                " say instead, {course|our courses}."
            ),
        )


def refuse_left_over(text: str) -> None:
    """Refuse to send a text in which a word still waits for what it stands for."""
    if waiting := wording.left_over(text, WORDS):
        raise Refused(
            "left_over",
            _("Nothing is known for %(words)s. Write it yourself, or take it out.")
            % {"words": _in_braces(waiting)},
        )


def _in_braces(words: Iterable[str]) -> str:
    return ", ".join(f"{{{word}}}" for word in words)


def _of_the_academy() -> dict[str, str]:
    return {
        "academy": settings.WAGTAIL_SITE_NAME,
        "website": settings.WAGTAILADMIN_BASE_URL.rstrip("/"),
    }


def _moment(at: datetime) -> str:
    """In the academy's time, whoever writes and from wherever."""
    here = timezone.localtime(at, timezone.get_default_timezone())
    return date_format(here, "l j F, H:i")
