"""The words for what scores are made of. Kept apart, so that the arithmetic speaks no language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from crm.scoring import Reason

GROUPS: dict[str, Any] = {
    "arrival": _("How the person came"),
    "contact": _("How they can be reached"),
    "interest": _("What they are interested in"),
    "time": _("How long ago they were heard of"),
    "talks": _("What came of talks and messages"),
}

# For each weight its name in the form, which is also the reason where it has no number to say, and
# a word of help.
LABELS: dict[str, tuple[Any, Any]] = {
    "start": (_("Somebody asked"), _("Where everybody begins.")),
    "source_website": (_("Came by the website"), ""),
    "source_referral": (_("Was sent by somebody"), ""),
    "source_walk_in": (_("Walked in"), ""),
    "source_phone": (_("Phoned"), ""),
    "source_social_media": (_("Came by social media"), ""),
    "source_campaign": (_("Came by a campaign"), ""),
    "course_page": (_("Asked on the page of a course"), ""),
    "phone": (_("Left a phone number"), _("One that exists.")),
    "email": (_("Left an email address"), ""),
    "contact_time": (_("Said when to call"), ""),
    "messages_allowed": (_("May be written to by SMS or WhatsApp"), ""),
    "news_allowed": (_("Wants news by email"), ""),
    "message": (_("Wrote what they want"), ""),
    "course": (_("Named a course"), ""),
    "more_courses": (
        _("Named more than one course"),
        _("Half for the second, all of it from the third."),
    ),
    "asked_in_week": (_("Asked twice in a week"), ""),
    "asked_again": (
        _("Asked again at any time"),
        _("Half for the second time, all of it from the third."),
    ),
    "previews": (_("Asked from a free preview lesson"), ""),
    "account": (_("Has an account here"), ""),
    "lessons": (
        _("Studies here already"),
        _("A third for each lesson, three at most."),
    ),
    "fresh": (
        _("Was heard of lately"),
        _("All of it today, half after a week, a quarter after two."),
    ),
    "quiet": (
        _("Has been silent"),
        _("Begins after two weeks; all of it after 60 days."),
    ),
    "reached": (_("Spoke with a counselor"), _("Half for the first time.")),
    "replies": (_("Answered a message"), _("Half for the first answer.")),
    "interested": (_("Said to be interested"), ""),
    "visit": (_("Agreed to visit"), ""),
    "unanswered": (
        _("Can’t be reached"),
        _("A third for each attempt since the last talk, three at most."),
    ),
    "declined": (_("Said not to be interested"), _("In the last talk.")),
    "wrong_contact": (_("The number or address is wrong"), _("As last tried.")),
}


def signed(number: int) -> str:
    """Return a number with its sign: "+3", "−2"."""
    return f"{number:+d}".replace("-", "−")


@dataclass(frozen=True, slots=True)
class SaidReason:
    """A reason as it is shown: `points` with their sign."""

    sentence: str
    points: int

    @property
    def signed(self) -> str:
        return signed(self.points)


def sentence_of(code: str, details: Mapping[str, Any]) -> str:
    """Return the reason in words; a code of long ago is shown as it is."""
    count, days = int(details.get("count", 0)), int(details.get("days", 0))
    match code:
        case "fresh" if days:
            words = ngettext(
                "Last heard of %(days)d day ago",
                "Last heard of %(days)d days ago",
                days,
            )
        case "fresh":
            return gettext("Heard of today")
        case "quiet":
            words = ngettext(
                "Silent for %(days)d day", "Silent for %(days)d days", days
            )
        case "asked_in_week":
            words = ngettext(
                "Asked %(count)d time in a week",
                "Asked %(count)d times in a week",
                count,
            )
            words = gettext("Asked twice in a week") if count == 2 else words
        case "asked_again":
            words = ngettext(
                "Asked %(count)d time in all", "Asked %(count)d times in all", count
            )
        case "more_courses":
            words = ngettext("Named %(count)d course", "Named %(count)d courses", count)
        case "lessons":
            words = ngettext(
                "Studied %(count)d lesson here", "Studied %(count)d lessons here", count
            )
        case "reached":
            words = ngettext(
                "Spoke with a counselor",
                "Spoke with a counselor %(count)d times",
                count,
            )
        case "replies":
            words = ngettext("Answered a message", "Answered %(count)d messages", count)
        case "unanswered":
            words = ngettext(
                "Nobody reached in %(count)d attempt",
                "Nobody reached in %(count)d attempts",
                count,
            )
        case _:
            return str(LABELS[code][0]) if code in LABELS else code
    return words % {"count": count, "days": days}


def as_kept(reasons: Iterable[Reason]) -> list[dict[str, Any]]:
    """Return the reasons as an inquiry keeps them: codes and numbers, no words."""
    return [
        {"code": reason.code, "points": reason.points, **reason.details}
        for reason in reasons
    ]


def said_reasons(kept: Iterable[Mapping[str, Any]]) -> list[SaidReason]:
    """Return what an inquiry keeps in `score_reasons` as sentences, in the reader's language."""
    return [
        SaidReason(sentence_of(reason["code"], reason), reason["points"])
        for reason in kept
    ]
