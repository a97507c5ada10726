"""The half year of the demonstration academy's two counselors, up to this morning, from a fixed seed.

The first of them calls soon, the second has more to do. Some weeks ago open days brought a crowd,
of whom hardly anybody enrolled. Plain values: `home.demo.admissions` writes them down.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from home.demo.funnel import Contact, Step, Story, in_office, tell, when

USUAL, LATELY, CROWDED = 170, 71, 48
DAYS, LATE_DAYS = 183, 26
CROWD_DAYS = (86, 66)
COUNSELORS = 2
SEASONS = ["Winter", "Spring", "Summer", "Autumn"]
# Who asked lately and was not called yet: minutes ago, counselor, source and door.
FRESH = [
    (7, None, "website", "course_page"),
    (26, 0, "website", "form"),
    (49, 1, "referral", "form"),
    (83, None, "social_media", "form"),
    (125, 0, "website", "preview"),
    (190, 1, "campaign", "api"),
    (255, 0, "phone", "desk"),
    (300, None, "website", "form"),
    (26 * 60, 1, "website", "course_page"),
    (29 * 60, None, "campaign", "form"),
    (52 * 60, None, "social_media", "form"),
]
# What waits on each desk this morning.
WAITS = ["due", "overdue", "due", "due", "missed", "overdue", "due", "due"]
FORGOTTEN = 6
WELCOME_AFTER = timedelta(days=7)

NOTES = {
    "reached": [
        "Wants to think it over.",
        "Talked about the first weeks.",
        "Asked what the lessons are like. Sent the link to a free one.",
        "Knows the course from a colleague. Compares with another one.",
    ],
    "interested": [
        "Likes the course, needs to arrange time.",
        "Wants to begin soon. Asked about paying in two parts.",
        "Read the free lesson and liked it a lot.",
        "Will talk with the family and decide this week.",
    ],
    "visit_agreed": [
        "Comes by to see the place.",
        "Visits together with a friend.",
        "Wants to meet the teacher first.",
    ],
    "call_later": [
        "In a meeting, call again.",
        "Travelling until the end of the week.",
        "Asked to be called when the exams are over.",
    ],
    "not_interested": [
        "Has found something nearer to home.",
        "Was only curious.",
        "Says that it costs too much at the moment.",
    ],
    "sent": ["Sent what we teach and what it costs.", "Sent the timetable."],
    "no_answer": ["", "", "Rang long, no mailbox.", "Mailbox."],
}


def half_year(now: datetime, *, courses: int, seed: int = 1789) -> list[Story]:
    """Return the stories, the oldest first. `now` is in the time of the office."""
    random = Random(seed)
    since = now - timedelta(days=DAYS)
    yesterday = now - timedelta(hours=8)
    lately = now - timedelta(days=LATE_DAYS)
    usual = [when(random, since, yesterday) for _ in range(USUAL)]
    usual += [when(random, lately, yesterday) for _ in range(LATELY)]
    first, last = (now - timedelta(days=days) for days in CROWD_DAYS)
    crowd = [when(random, first, last) for _ in range(CROWDED)]
    stories = [_tell(random, at, now, courses) for at in usual]
    stories += [_tell(random, at, now, courses, open_days(first)) for at in crowd]
    _forget(stories, now)
    _plan_today(random, stories, now)
    for story in stories:
        _settle(random, story, now)
    _ask_again(random, stories, now)
    stories += _fresh(random, now, courses)
    return sorted(stories, key=lambda story: story.asked_at)


def open_days(at: datetime) -> str:
    return f"{SEASONS[at.month % 12 // 3]} open days"


def _tell(
    random: Random, at: datetime, now: datetime, courses: int, campaign: str = ""
) -> Story:
    """Tell of somebody who was given to a counselor: of long ago all were."""
    while True:
        story = tell(
            random,
            at,
            now=now,
            courses=courses,
            counselors=COUNSELORS,
            campaign=campaign,
        )
        if story.counselor is not None:
            story.is_waiting = False
            return story


def _forget(stories: list[Story], now: datetime) -> None:
    """Some who should have been given up long ago are still open: nobody thought of them."""
    gave_up = [
        story
        for story in stories
        if story.steps[-1].reason in ("not_reached", "time")
        and story.steps[-2].status != "new"
        and timedelta(days=16) < now - story.steps[-1].at < timedelta(days=60)
    ]
    for story in gave_up[:FORGOTTEN]:
        story.steps.pop()


def _plan_today(random: Random, stories: list[Story], now: datetime) -> None:
    """Let enough stand on both desks: due today, left over from yesterday, and missed."""
    waiting = [
        story
        for story in stories
        if story.planned and now - story.last_activity_at > timedelta(days=2)
    ]
    random.shuffle(waiting)
    desks = [
        [story for story in waiting if story.counselor == counselor]
        for counselor in range(COUNSELORS)
    ]
    morning = now.replace(hour=9, minute=0, second=0, microsecond=0)
    for desk in desks:
        for place, (story, what) in enumerate(zip(desk, WAITS, strict=False)):
            planned = story.contacts[-1]
            at = morning + timedelta(minutes=75 * place)
            match what:
                case "due":
                    now_planned = replace(planned, due_at=at)
                case "overdue":
                    now_planned = replace(planned, due_at=at - timedelta(days=1))
                case _:
                    due = at - timedelta(days=2)
                    missed_at = due + timedelta(days=1)
                    now_planned = Contact(planned.medium, due, "missed", missed_at)
            story.contacts[-1] = now_planned


def _settle(random: Random, story: Story, now: datetime) -> None:
    """Let the status say what is planned, and everybody who enrolled be asked a week later."""
    last = story.contacts[-1] if story.contacts else None
    if story.enrolled_at:
        due = in_office(story.enrolled_at + WELCOME_AFTER)
        welcome = Contact("call", due, "pending", notes="How was the first week?")
        if due < now - timedelta(hours=3):
            at = due + timedelta(minutes=random.randint(2, 120))
            welcome = replace(
                welcome, status="completed", closed_at=at, outcome="reached"
            )
        story.contacts.append(welcome)
    elif story.status == "contacted" and story.planned and last:
        talked = story.steps[-1].at
        story.steps.append(Step("follow_up_scheduled", talked + timedelta(minutes=1)))
    elif (
        story.status == "follow_up_scheduled"
        and not story.planned
        and last
        and last.status != "missed"
    ):
        planned = story.steps.pop()
        if story.status == "new":  # spoken with and planned in one step
            story.steps.append(replace(planned, status="contacted"))
    story.contacts = [
        each
        if each.notes or each.outcome not in NOTES
        else replace(each, notes=random.choice(NOTES[each.outcome]))
        for each in story.contacts
    ]


def _ask_again(random: Random, stories: list[Story], now: datetime) -> None:
    """A few can't wait, and write a second time."""
    opened = [
        story
        for story in stories
        if story.status in ("contacted", "follow_up_scheduled")
        and now - story.asked_at > timedelta(days=2)
        and story.source != "campaign"
    ]
    for story in opened[::4]:
        later = (now - story.asked_at) * random.uniform(0.3, 0.95)
        story.asked_again_at = story.asked_at + min(later, timedelta(days=5))


def _fresh(random: Random, now: datetime, courses: int) -> Iterator[Story]:
    for minutes, counselor, source, channel in FRESH:
        at = now - timedelta(minutes=minutes)
        yield Story(
            asked_at=at,
            source=source,
            channel=channel,
            campaign="Learn in the evening" if source == "campaign" else "",
            courses=[random.randrange(courses)],
            counselor=counselor,
            score=0,
            steps=[Step("new", at)],
        )


def reconsider(story: Story, now: datetime) -> None:
    """Take an enrolment back, as if the person were still thinking about it."""
    story.steps.pop()
    story.bought = ()
    story.contacts.pop()
    due = in_office(now + timedelta(days=1))
    story.contacts.append(Contact("call", due, "pending"))
    if story.status == "contacted":
        talked = story.steps[-1].at
        story.steps.append(Step("follow_up_scheduled", talked + timedelta(minutes=1)))
