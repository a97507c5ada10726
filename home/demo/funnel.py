"""How people come to be students, told from a fixed seed: when they ask, who calls them, what comes of it.

Plain values and no tables: whoever fills a database writes down what `tell` says. The words are
those of the CRM. Referrals and walk-ins come seldom and stay; campaigns in social media bring many
who don't answer; the last of the counselors has the most to do and calls last.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

# Source, how often, how likely to answer a call, how likely to enrol after each talk.
SOURCES = [
    ("website", 34, 0.52, 0.055),
    ("social_media", 20, 0.36, 0.02),
    ("campaign", 16, 0.42, 0.035),
    ("referral", 12, 0.76, 0.21),
    ("phone", 10, 0.66, 0.06),
    ("walk_in", 8, 0.86, 0.07),
]
# Open days bring many who only look.
CROWD = ("campaign", 0.4, 0.02)
CHANNELS = {
    "website": ["form", "course_page", "course_page", "preview", "sign_up"],
    "social_media": ["form"],
    "campaign": ["form", "api", "course_page"],
    "referral": ["form", "desk", "desk"],
    "phone": ["desk"],
    "walk_in": ["desk"],
}
CAMPAIGNS = {
    "campaign": ["A lesson as a gift", "Learn in the evening", "Back to school"],
    "social_media": ["Reels: first lesson free", "Ask a teacher live", ""],
}
# Asking goes with the year: January, the end of school, September.
SEASON = [1.3, 1.0, 0.9, 1.0, 1.25, 1.3, 0.8, 0.95, 1.45, 1.15, 0.9, 0.55]
TALKS = ["reached", "interested", "interested", "visit_agreed", "call_later"]
REASONS = [
    ("price", 26),
    ("time", 22),
    ("other_institute", 16),
    ("not_interested", 24),
    ("no_course", 8),
    ("spam", 4),
]
MOST_TRIES, MOST_TALKS = 4, 5
UNASSIGNED = 0.02
OPENS, CLOSES, SUNDAY = 9, 18, 6


@dataclass(frozen=True, slots=True)
class Step:
    status: str
    at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    medium: str
    due_at: datetime
    status: str
    closed_at: datetime | None = None
    outcome: str = ""
    notes: str = ""


@dataclass(slots=True)
class Story:
    """What happened with one person up to now. Courses and counselors are places in lists."""

    asked_at: datetime
    source: str
    channel: str
    campaign: str
    courses: Sequence[int]
    counselor: int | None
    score: int
    steps: list[Step] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    bought: Sequence[int] = ()
    is_waiting: bool = False
    asked_again_at: datetime | None = None

    @property
    def status(self) -> str:
        return self.steps[-1].status

    @property
    def last_activity_at(self) -> datetime:
        done = [c.closed_at for c in self.contacts if c.outcome and c.closed_at]
        return max([self.asked_at, self.asked_again_at or self.asked_at, *done])

    @property
    def enrolled_at(self) -> datetime | None:
        return self.steps[-1].at if self.status == "enrolled" else None

    @property
    def planned(self) -> Contact | None:
        last = self.contacts[-1] if self.contacts else None
        return last if last and last.status == "pending" else None


def tell_all(
    number: int,
    *,
    since: datetime,
    now: datetime,
    courses: int,
    counselors: int,
    seed: int = 2026,
) -> Iterator[Story]:
    """Yield so many stories, the oldest first: the same for the same words."""
    random = Random(seed)
    asked = sorted(when(random, since, now) for _ in range(number))
    for at in asked:
        yield tell(random, at, now=now, courses=courses, counselors=counselors)


def when(random: Random, since: datetime, now: datetime) -> datetime:
    """Return a moment by the season and the hour: some people ask at night too."""
    while True:
        at = since + (now - since) * random.random()
        weekday = 1.0 if at.weekday() < 5 else 0.5
        hour = 1.0 if 8 <= at.hour < 22 else 0.15
        if random.random() * max(SEASON) < SEASON[at.month - 1] * weekday * hour:
            return at


def in_office(at: datetime) -> datetime:
    """Return the same moment, or one in the next hours of work if it is not in any."""
    while at.weekday() == SUNDAY or not OPENS <= at.hour < CLOSES:
        later = at.weekday() == SUNDAY or at.hour >= CLOSES
        at = at.replace(hour=OPENS + at.minute % 4) + timedelta(days=later)
    return at


def tell(
    random: Random,
    at: datetime,
    *,
    now: datetime,
    courses: int,
    counselors: int,
    campaign: str = "",
) -> Story:
    """Tell of one person who asked at a moment; with `campaign`, of one that it brought."""
    source, _often, answers, enrols = random.choices(
        SOURCES, [often for _name, often, _answers, _enrols in SOURCES]
    )[0]
    if campaign:
        source, answers, enrols = CROWD
    channel = random.choice(CHANNELS[source])
    if channel == "desk":
        at = min(in_office(at), now)
    # Courses aren't liked alike, and counselors don't take part alike.
    wished = {min(int(random.expovariate(4 / courses)), courses - 1)}
    if random.random() < 0.25:
        wished.add(random.randrange(courses))
    counselor = None
    if random.random() > UNASSIGNED:
        weights = [1.0] * (counselors - 1) + [1.4]
        counselor = random.choices(range(counselors), weights)[0]
    story = Story(
        asked_at=at,
        source=source,
        channel=channel,
        campaign=campaign or random.choice(CAMPAIGNS.get(source, [""])),
        courses=sorted(wished),
        counselor=counselor,
        score=min(100, max(0, round(random.gauss(34 + 240 * enrols, 14)))),
        steps=[Step("new", at)],
    )
    if counselor is not None:
        hours = 9.0 if counselor == counselors - 1 and counselors > 1 else 4.0
        if source in ("walk_in", "phone"):
            hours = 0.2
        _court(random, story, now, answers, enrols, hours)
    return story


def _court(
    random: Random,
    story: Story,
    now: datetime,
    answers: float,
    enrols: float,
    hours: float,
) -> None:
    """Call, write and meet until the person enrols, is lost, or today is reached."""
    due = in_office(
        story.asked_at + timedelta(hours=random.expovariate(1 / hours) + 0.05)
    )
    tries = talks = 0
    while tries < MOST_TRIES and talks < MOST_TALKS:
        medium = _medium(random, story.source, talks)
        if due > now:
            # Some were forgotten: nothing is planned.
            if random.random() > 0.04:
                story.contacts.append(Contact(medium, due, "pending"))
            return
        if story.contacts and random.random() < 0.05:
            missed = due + timedelta(days=1)
            story.contacts.append(Contact(medium, due, "missed", min(missed, now)))
            due = in_office(missed + timedelta(hours=random.uniform(2, 30)))
            continue
        done = min(due + timedelta(minutes=random.uniform(-20, 90)), now)
        done = max(done, story.steps[-1].at + timedelta(minutes=2))
        if done > now - timedelta(minutes=2):
            story.contacts.append(Contact(medium, due, "pending"))
            return
        if random.random() > answers:
            tries += 1
            outcome = "sent" if medium in ("email", "sms", "whatsapp") else "no_answer"
            story.contacts.append(Contact(medium, due, "completed", done, outcome))
            due = in_office(done + timedelta(days=random.choice([1, 1, 2, 3, 4])))
            continue
        tries = 0
        talks += 1
        if _talked(random, story, medium, due, done, enrols, talks):
            return
        days = random.choice([1, 2, 3, 4, 7, 7, 10, 14])
        due = in_office(done + timedelta(days=days))
        _plan(random, story, done, now)
    story.steps.append(Step("lost", min(due, now), "not_reached" if tries else "time"))


def _medium(random: Random, source: str, talks: int) -> str:
    if source == "walk_in" and not talks:
        return "visit"
    return random.choices(
        ["call", "email", "whatsapp", "sms", "visit"],
        [58, 14, 14, 5, 9 if talks else 0],
    )[0]


def _talked(
    random: Random,
    story: Story,
    medium: str,
    due: datetime,
    done: datetime,
    enrols: float,
    talks: int,
) -> bool:
    """Note a talk; return whether it was the last."""
    if random.random() < enrols * (1.15 if medium == "visit" else 1.0):
        story.contacts.append(Contact(medium, due, "completed", done, "interested"))
        _contacted(story, done)
        story.steps.append(Step("enrolled", done + timedelta(minutes=1)))
        story.bought = story.courses[: 1 if random.random() < 0.85 else 2]
        story.is_waiting = random.random() < 0.04
        return True
    if random.random() < 0.10 + 0.03 * talks:
        story.contacts.append(Contact(medium, due, "completed", done, "not_interested"))
        _contacted(story, done)
        reason = random.choices([r for r, _ in REASONS], [n for _, n in REASONS])[0]
        story.steps.append(Step("lost", done + timedelta(minutes=1), reason))
        return True
    outcome = random.choice(TALKS)
    story.contacts.append(Contact(medium, due, "completed", done, outcome))
    _contacted(story, done)
    return False


def _contacted(story: Story, at: datetime) -> None:
    if story.status == "new":
        story.steps.append(Step("contacted", at))


def _plan(random: Random, story: Story, done: datetime, now: datetime) -> None:
    """After a talk the next one is planned: mostly at once."""
    if story.status != "contacted":
        return
    later = 0.0 if random.random() < 0.6 else random.expovariate(1 / 20)
    planned = done + timedelta(hours=later)
    if planned <= now:
        if story.steps[-1].at == planned:
            story.steps.pop()  # one step, as `log_contact` takes it
        story.steps.append(Step("follow_up_scheduled", planned))
