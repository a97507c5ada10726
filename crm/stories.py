"""What stands on the timeline, as it is shown: an entry becomes a sentence with an icon."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy

from crm.models import Inquiry, Medium, TimelineEntry
from crm.sentences import details_of, sentence_of

Kind = TimelineEntry.Kind

CONTACT, NOTES, CHANGES, LEARNING = "contact", "notes", "changes", "learning"
# What a filter of the timeline shows.
GROUPS: dict[str, frozenset[str]] = {
    CONTACT: frozenset(
        {
            Kind.CAPTURED,
            Kind.ASKED_AGAIN,
            Kind.FOLLOW_UP,
            Kind.PLANNED,
            Kind.MISSED,
            Kind.MESSAGE,
        }
    ),
    NOTES: frozenset({Kind.NOTE}),
    CHANGES: frozenset(
        {
            Kind.STATUS,
            Kind.ASSIGNED,
            Kind.CHANGED,
            Kind.CONSENT,
            Kind.MERGED,
            Kind.CONVERTED,
        }
    ),
    LEARNING: frozenset(
        {
            Kind.SIGN_UP,
            Kind.ENROLLED,
            Kind.LEFT,
            Kind.LESSON,
            Kind.COURSE,
            Kind.ASSESSED,
            Kind.ATTENDANCE,
            Kind.RISK,
            Kind.REWARD,
            Kind.APPEAL,
        }
    ),
}
GROUP_LABELS = {
    CONTACT: gettext_lazy("Contact"),
    NOTES: gettext_lazy("Notes"),
    CHANGES: gettext_lazy("Changes"),
    LEARNING: gettext_lazy("Learning"),
}

# By kind: an icon of the admin and a tone of the stylesheet.
LOOKS: dict[str, tuple[str, str]] = {
    Kind.CAPTURED: ("plus-inverse", "accent"),
    Kind.ASKED_AGAIN: ("resubmit", "accent"),
    Kind.NOTE: ("edit", "note"),
    Kind.STATUS: ("order", "plain"),
    Kind.ASSIGNED: ("user", "plain"),
    Kind.CHANGED: ("cog", "plain"),
    Kind.FOLLOW_UP: ("comment", "accent"),
    Kind.PLANNED: ("calendar-alt", "plain"),
    Kind.MISSED: ("warning", "warning"),
    Kind.MESSAGE: ("mail", "accent"),
    Kind.CONSENT: ("check", "plain"),
    Kind.MERGED: ("copy", "plain"),
    Kind.CONVERTED: ("success", "good"),
    Kind.SIGN_UP: ("key", "plain"),
    Kind.ENROLLED: ("success", "good"),
    Kind.LEFT: ("logout", "warning"),
    Kind.LESSON: ("doc-full", "plain"),
    Kind.COURSE: ("success", "good"),
    Kind.ASSESSED: ("form", "plain"),
    Kind.ATTENDANCE: ("calendar-check", "plain"),
    Kind.RISK: ("warning", "warning"),
    Kind.REWARD: ("thumbtack", "plain"),
    Kind.APPEAL: ("comment-add", "plain"),
}
MEDIUM_ICONS: dict[str, str] = {
    Medium.CALL: "phone",
    Medium.EMAIL: "mail",
    Medium.VISIT: "home",
    Medium.SMS: "comment",
    Medium.WHATSAPP: "chat",
}


@dataclass(frozen=True, slots=True)
class Story:
    """One entry as it is shown. `details` are short lines below the sentence."""

    entry: TimelineEntry
    sentence: str
    icon: str
    tone: str
    details: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return self.entry.text


def story_of(entry: TimelineEntry) -> Story:
    icon, tone = LOOKS.get(entry.kind, ("info-circle", "plain"))
    data = entry.data if isinstance(entry.data, dict) else {}
    if entry.kind in (Kind.FOLLOW_UP, Kind.MESSAGE):
        icon = MEDIUM_ICONS.get(data.get("medium", ""), icon)
    if entry.kind == Kind.STATUS and data.get("after") == Inquiry.Status.LOST:
        icon, tone = "cross", "warning"
    return Story(entry, sentence_of(entry), icon, tone, tuple(details_of(entry)))


def by_day(entries: Iterable[TimelineEntry]) -> list[tuple[date, list[Story]]]:
    """Group entries, the newest first, by the day of the person who looks."""
    days: list[tuple[date, list[Story]]] = []
    for entry in entries:
        day = timezone.localtime(entry.at).date()
        if not days or days[-1][0] != day:
            days.append((day, []))
        days[-1][1].append(story_of(entry))
    return days
