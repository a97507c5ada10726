"""What each kind of entry on a timeline says, from the names that its data go by.

Whoever writes an entry names its data as the functions here read them. A kind that another part of
the site brings is told by its label and what it is about: an entry never breaks the page.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.models import Grade
from crm.models import (
    AppealStep,
    ContactConsent,
    FollowUp,
    Inquiry,
    Medium,
    RewardPenalty,
    TimelineEntry,
)

Kind = TimelineEntry.Kind
Data = Mapping[str, Any]

FIELD_LABELS = {
    "name": gettext_lazy("Name"),
    "phone": gettext_lazy("Phone"),
    "phone_number": gettext_lazy("Phone"),
    "email": gettext_lazy("Email"),
    "language": gettext_lazy("Language"),
    "contact_time": gettext_lazy("Preferred time"),
    "priority": gettext_lazy("Priority"),
    "source": gettext_lazy("Source"),
    "campaign": gettext_lazy("Campaign"),
    "courses": gettext_lazy("Courses of interest"),
    "tags": gettext_lazy("Tags"),
    "student": gettext_lazy("Account"),
}


def sentence_of(entry: TimelineEntry) -> str:
    data = _data_of(entry)
    return SENTENCES.get(entry.kind, _of_others)(entry, data)


def details_of(entry: TimelineEntry) -> Iterator[str]:
    """Return short lines that stand below the sentence."""
    data = _data_of(entry)
    yield from _changed_fields(data.get("changes"))
    yield from _two_words(data.get("before"))
    if name := data.get("name") if entry.kind == Kind.ASKED_AGAIN else "":
        yield _("As “%(name)s”") % {"name": name}
    if learnt := _fields(data.get("learnt")):
        yield _("Now known: %(fields)s") % {"fields": learnt}
    if campaign := data.get("campaign"):
        yield _("Campaign: %(name)s") % {"name": campaign}
    if entry.kind == Kind.CONVERTED and (waiting := _listed(data.get("waiting"))):
        yield _("Waits for a place: %(courses)s") % {"courses": waiting}


def _data_of(entry: TimelineEntry) -> Data:
    return entry.data if isinstance(entry.data, dict) else {}


def _captured(entry: TimelineEntry, data: Data) -> str:
    about = _listed(data.get("courses"))
    by = _label(Inquiry.Channel, data.get("channel"))
    words = {"courses": about, "channel": by}
    if entry.kind == Kind.ASKED_AGAIN:
        return (
            _("Asked again about %(courses)s (%(channel)s)") % words
            if about
            else _("Asked again (%(channel)s)") % words
        )
    return (
        _("Asked about %(courses)s (%(channel)s)") % words
        if about
        else _("Asked (%(channel)s)") % words
    )


def _signed_up(entry: TimelineEntry, data: Data) -> str:
    return _("Made an account on the site")


def _consent(entry: TimelineEntry, data: Data) -> str:
    purpose = _label(ContactConsent.Purpose, data.get("purpose"))
    given = data.get("is_given")
    if not purpose or given is None:
        return _of_others(entry, data)
    sentence = _("Agreed: %(purpose)s") if given else _("Withdrew: %(purpose)s")
    return sentence % {"purpose": purpose}


def _message(entry: TimelineEntry, data: Data) -> str:
    message = entry.crm_message
    if message is None:
        return _of_others(entry, data)
    words = {
        "medium": message.get_medium_display(),
        "subject": f" “{message.subject}”" if message.subject else "",
        "state": message.get_state_display().lower(),
    }
    if message.is_incoming:
        return _("%(medium)s from the person%(subject)s") % words
    return _("%(medium)s%(subject)s: %(state)s") % words


def _contact(entry: TimelineEntry, data: Data) -> str:
    medium = _label(Medium, data.get("medium"))
    outcome = _label(FollowUp.Outcome, data.get("outcome"))
    return ": ".join(filter(None, (medium, outcome))) or entry.get_kind_display()


def _planned(entry: TimelineEntry, data: Data) -> str:
    words = {"medium": _label(Medium, data.get("medium")), "when": _when(data)}
    return _("Planned: %(medium)s, %(when)s") % words


def _missed(entry: TimelineEntry, data: Data) -> str:
    words = {"medium": _label(Medium, data.get("medium")), "when": _when(data)}
    return _("Missed: %(medium)s, due %(when)s") % words


def _status(entry: TimelineEntry, data: Data) -> str:
    status = _label(Inquiry.Status, data.get("after"))
    reason = data.get("lost_reason")
    if reason:
        return f"{status}: {_label(Inquiry.LostReason, reason)}"
    return _("Status: %(status)s") % {"status": status}


def _assigned(entry: TimelineEntry, data: Data) -> str:
    if name := data.get("counselor"):
        return _("Given to %(name)s") % {"name": name}
    return _("Taken from its counselor")


def _changed(entry: TimelineEntry, data: Data) -> str:
    if data.get("apart_from"):
        return _("Compared with another inquiry: these are two people")
    changes = data.get("changes")
    if not isinstance(changes, dict) or not changes:
        return _of_others(entry, data)
    return _("Changed: %(fields)s") % {"fields": _fields([*changes])}


def _merged(entry: TimelineEntry, data: Data) -> str:
    return _("Merged with another inquiry of the same person")


def _converted(entry: TimelineEntry, data: Data) -> str:
    courses = _listed(data.get("courses"))
    if data.get("made_account"):
        about = _("Became a student, with a new account")
    else:
        about = _("Became a student, with the account there was")
    return f"{about}: {courses}" if courses else about


def _learning(sentence: Any) -> Callable[[TimelineEntry, Data], str]:
    """Return what tells of a course by `sentence`, which has a place for it."""

    def say(entry: TimelineEntry, data: Data) -> str:
        course = data.get("course")
        return sentence % {"course": course} if course else _of_others(entry, data)

    return say


def _lesson(entry: TimelineEntry, data: Data) -> str:
    if not data.get("lesson"):
        return _of_others(entry, data)
    words = {"lesson": data["lesson"], "course": data.get("course")}
    if words["course"]:
        return _("Finished the lesson “%(lesson)s” (%(course)s)") % words
    return _("Finished the lesson “%(lesson)s”") % words


def _assessed(entry: TimelineEntry, data: Data) -> str:
    if not data.get("title"):
        return _of_others(entry, data)
    words = {name: data.get(name, "") for name in ("title", "points", "max_points")}
    course = data.get("course")
    about = f" ({course})" if course else ""
    if data.get("what") == "handed_in":
        if data.get("number", 1) == 1:
            return _("Handed in “%(title)s”") % words + about
        words["number"] = data["number"]
        return _("Handed in “%(title)s”, attempt %(number)s") % words + about
    reason = data.get("reason")
    why = _label(Grade.Reason, reason).lower()
    if not data.get("points"):  # excused, or taken back
        return f"“{data['title']}”: {why}" + about
    sentence = _("“%(title)s”: %(points)s of %(max_points)s points") % words
    if reason == Grade.Reason.REGRADE:
        sentence += f", {why}"
    return sentence + about


def _reward(entry: TimelineEntry, data: Data) -> str:
    points = data.get("points")
    if not isinstance(points, int):
        return _of_others(entry, data)
    words = {
        "points": f"{points:+d}".replace("-", "−"),
        "category": _label(RewardPenalty.Category, data.get("category")),
    }
    if data.get("what") == "revoked":
        return _("Taken back: %(points)s points (%(category)s)") % words
    if points < 0:
        return _("Penalty: %(points)s points (%(category)s)") % words
    return _("Reward: %(points)s points (%(category)s)") % words


def _appeal(entry: TimelineEntry, data: Data) -> str:
    said: dict[str, str] = {
        AppealStep.Kind.FILED: _("Appealed against: %(about)s"),
        AppealStep.Kind.ESCALATED: _("Appeal undecided in time: %(about)s"),
        AppealStep.Kind.UPHELD: _("Appeal decided, it stands: %(about)s"),
        AppealStep.Kind.OVERTURNED: _("Appeal decided, it is taken back: %(about)s"),
        AppealStep.Kind.WITHDRAWN: _("Appeal withdrawn: %(about)s"),
    }
    sentence = said.get(str(data.get("what")))
    if sentence is None or not data.get("about"):
        return _of_others(entry, data)
    return sentence % {"about": data["about"]}


def _of_others(entry: TimelineEntry, data: Data) -> str:
    """Tell an entry that another part of the site wrote by what it calls things."""
    said = data.get("sentence")
    if isinstance(said, str) and said:
        return said
    names = ("lesson", "title", "course", "courses", "name", "student")
    about = ", ".join(_listed(data[name]) for name in names if data.get(name))
    label = entry.get_kind_display()
    return f"{label}: {about}" if about else label


SENTENCES: dict[str, Callable[[TimelineEntry, Data], str]] = {
    Kind.CAPTURED: _captured,
    Kind.ASKED_AGAIN: _captured,
    Kind.SIGN_UP: _signed_up,
    Kind.NOTE: lambda entry, data: _("Note"),
    Kind.FOLLOW_UP: _contact,
    Kind.PLANNED: _planned,
    Kind.MISSED: _missed,
    Kind.STATUS: _status,
    Kind.ASSIGNED: _assigned,
    Kind.CHANGED: _changed,
    Kind.MERGED: _merged,
    Kind.MESSAGE: _message,
    Kind.CONSENT: _consent,
    Kind.CONVERTED: _converted,
    Kind.ENROLLED: _learning(gettext_lazy("Enrolled in %(course)s")),
    Kind.LEFT: _learning(gettext_lazy("Left %(course)s")),
    Kind.COURSE: _learning(gettext_lazy("Completed %(course)s")),
    Kind.LESSON: _lesson,
    Kind.ASSESSED: _assessed,
    Kind.ATTENDANCE: _of_others,
    Kind.RISK: _of_others,
    Kind.REWARD: _reward,
    Kind.APPEAL: _appeal,
}


def _label(choices: Any, value: Any) -> str:
    return str(dict(choices.choices).get(value, value or ""))


def _listed(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(str(each) for each in value)
    return str(value or "")


def _fields(names: Any) -> str:
    if not isinstance(names, list):
        return ""
    said = [str(FIELD_LABELS.get(name, name)) for name in names]
    return ", ".join(dict.fromkeys(said))


def _changed_fields(changes: Any) -> Iterator[str]:
    for name, before, after in _pairs(changes):
        yield f"{FIELD_LABELS.get(name, name)}: {before} → {after}"


def _two_words(before: Any) -> Iterator[str]:
    for name, here, there in _pairs(before):
        words = {"field": FIELD_LABELS.get(name, name), "here": here, "there": there}
        yield _("%(field)s: here %(here)s, there %(there)s") % words


def _pairs(named: Any) -> Iterator[tuple[str, str, str]]:
    for name, pair in named.items() if isinstance(named, dict) else ():
        if isinstance(pair, list) and len(pair) == 2:
            one, other = (str(each or "–") for each in pair)
            yield name, one, other


def _when(data: Data) -> str:
    moment = _parsed(data.get("due_at"))
    if moment is None:
        return "–"
    return date_format(timezone.localtime(moment), "j F, H:i")


def _parsed(value: Any) -> datetime | None:
    try:
        moment = parse_datetime(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return moment if moment and moment.tzinfo else None
