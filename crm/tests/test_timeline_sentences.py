"""CRM-04: every kind of entry on a timeline is a sentence of its own."""

from datetime import UTC, datetime
from typing import Any

import pytest

from crm import stories
from crm.models import Message, TimelineEntry

Kind = TimelineEntry.Kind

# As the rest of the CRM writes them: kind, data, the sentence, and the lines below it.
TOLD: list[tuple[str, dict[str, Any], str, tuple[str, ...]]] = [
    (
        Kind.CAPTURED,
        {"channel": "course_page", "courses": ["Astronomy"], "campaign": "spring"},
        "Asked about Astronomy (Course page)",
        ("Campaign: spring",),
    ),
    (
        Kind.ASKED_AGAIN,
        {
            "channel": "import",
            "courses": [],
            "campaign": "",
            "gave": ["email"],
            "learnt": ["phone", "phone_number", "language"],
            "name": "Priya S",
        },
        "Asked again (Import)",
        ("As “Priya S”", "Now known: Phone, Language"),
    ),
    (
        Kind.SIGN_UP,
        {"channel": "sign_up", "courses": [], "campaign": "", "gave": ["email"]},
        "Made an account on the site",
        (),
    ),
    (Kind.NOTE, {}, "Note", ()),
    (
        Kind.FOLLOW_UP,
        {"medium": "call", "outcome": "interested"},
        "Call: Interested",
        (),
    ),
    (
        Kind.PLANNED,
        {"medium": "visit", "due_at": "2026-03-02T09:30:00+00:00"},
        "Planned: Visit, 2 March, 09:30",
        (),
    ),
    (
        Kind.MISSED,
        {"medium": "call", "due_at": "2026-03-02T09:30:00+00:00"},
        "Missed: Call, due 2 March, 09:30",
        (),
    ),
    (
        Kind.STATUS,
        {"after": "contacted", "lost_reason": ""},
        "Status: Contacted",
        (),
    ),
    (Kind.STATUS, {"after": "lost", "lost_reason": "price"}, "Lost: Too expensive", ()),
    (Kind.ASSIGNED, {"counselor": "Cora Tester"}, "Given to Cora Tester", ()),
    (Kind.ASSIGNED, {"counselor": ""}, "Taken from its counselor", ()),
    (
        Kind.CHANGED,
        {"changes": {"phone": ["", "98123 45678"], "priority": ["Medium", "High"]}},
        "Changed: Phone, Priority",
        ("Phone: – → 98123 45678", "Priority: Medium → High"),
    ),
    (
        Kind.CHANGED,
        {"apart_from": "0b2c"},
        "Compared with another inquiry: these are two people",
        (),
    ),
    (
        Kind.MERGED,
        {"other": "0b2c", "before": {"name": ["Priya", "Priya S"]}},
        "Merged with another inquiry of the same person",
        ("Name: here Priya, there Priya S",),
    ),
    (
        Kind.CONSENT,
        {"purpose": "news", "is_given": True},
        "Agreed: Send news and offers by email",
        (),
    ),
    (
        Kind.CONSENT,
        {"purpose": "inquiry", "is_given": False},
        "Withdrew: Answer this inquiry",
        (),
    ),
    (
        Kind.CONVERTED,
        {"made_account": True, "courses": ["Astronomy"], "waiting": ["Tides"]},
        "Became a student, with a new account: Astronomy",
        ("Waits for a place: Tides",),
    ),
    (
        Kind.CONVERTED,
        {"made_account": False, "courses": [], "waiting": ["Tides"]},
        "Became a student, with the account there was",
        ("Waits for a place: Tides",),
    ),
    (Kind.ENROLLED, {"course": "Astronomy"}, "Enrolled in Astronomy", ()),
    (Kind.LEFT, {"course": "Astronomy"}, "Left Astronomy", ()),
    (Kind.COURSE, {"course": "Astronomy"}, "Completed Astronomy", ()),
    (
        Kind.LESSON,
        {"lesson": "Stars", "course": "Astronomy"},
        "Finished the lesson “Stars” (Astronomy)",
        (),
    ),
    (
        Kind.LESSON,
        {"lesson": "Stars", "course": ""},
        "Finished the lesson “Stars”",
        (),
    ),
    (
        Kind.ASSESSED,
        {"what": "handed_in", "title": "Essay", "course": "Astronomy", "number": 1},
        "Handed in “Essay” (Astronomy)",
        (),
    ),
    (
        Kind.ASSESSED,
        {"what": "handed_in", "title": "Essay", "course": "Astronomy", "number": 2},
        "Handed in “Essay”, attempt 2 (Astronomy)",
        (),
    ),
    *(
        (
            Kind.ASSESSED,
            {
                "what": "result",
                "title": "Essay",
                "course": "Astronomy",
                "points": points,
                "max_points": "10",
                "reason": reason,
            },
            sentence,
            (),
        )
        for points, reason, sentence in (
            ("8", "graded", "“Essay”: 8 of 10 points (Astronomy)"),
            ("9", "regrade", "“Essay”: 9 of 10 points, regraded (Astronomy)"),
            ("", "excused", "“Essay”: excused (Astronomy)"),
        )
    ),
    (Kind.ATTENDANCE, {"course": "Astronomy"}, "Attendance: Astronomy", ()),
    (Kind.RISK, {"course": "Astronomy"}, "At risk: Astronomy", ()),
    *(
        (
            Kind.REWARD,
            {"what": what, "reward": "0b2c", "category": "other", "points": points},
            sentence,
            (),
        )
        for what, points, sentence in (
            ("given", 5, "Reward: +5 points (Other)"),
            ("given", -3, "Penalty: −3 points (Other)"),
            ("revoked", -3, "Taken back: −3 points (Other)"),
        )
    ),
    *(
        (
            Kind.APPEAL,
            {"what": what, "appeal": "0b2c", "about": "Penalty (−3): Late"},
            f"{sentence}: Penalty (−3): Late",
            (),
        )
        for what, sentence in (
            ("filed", "Appealed against"),
            ("escalated", "Appeal undecided in time"),
            ("upheld", "Appeal decided, it stands"),
            ("overturned", "Appeal decided, it is taken back"),
            ("withdrawn", "Appeal withdrawn"),
        )
    ),
]


@pytest.mark.parametrize(("kind", "data", "sentence", "details"), TOLD)
def test_an_entry_is_a_sentence(kind, data, sentence, details):
    entry = TimelineEntry(kind=kind, data=data, at=datetime(2026, 3, 2, 9, tzinfo=UTC))

    story = stories.story_of(entry)

    assert (story.sentence, story.details) == (sentence, details)


def message(**fields):
    return TimelineEntry(
        kind=Kind.MESSAGE,
        data={"medium": "email", "is_incoming": False, "subject": "Hello"},
        crm_message=Message(medium="email", subject="Hello", **fields),
    )


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        *(
            ({"state": state}, f"Email “Hello”: {state.label.lower()}")
            for state in Message.State
        ),
        ({"is_incoming": True}, "Email from the person “Hello”"),
    ],
)
def test_a_message_tells_its_state(fields, sentence):
    assert stories.story_of(message(**fields)).sentence == sentence


def test_no_kind_is_left_out():
    assert {kind for kind, *_rest in TOLD} | {Kind.MESSAGE} == {*Kind.values}
