"""Points that students of the demonstration were given and lost, and two who objected."""

from datetime import datetime, timedelta

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from accounts.models import User
from crm.appeals import kind_of
from crm.models import Appeal, AppealStep, CRMSettings, RewardPenalty, TimelineEntry

Category, Kind, Status = (
    RewardPenalty.Category,
    RewardPenalty.Kind,
    RewardPenalty.Status,
)
REWARD, PENALTY = Kind.REWARD, Kind.PENALTY
# Days ago, who, by whom, what, for what, points and why.
GIVEN = [
    (68, "sana", "tomas", REWARD, Category.PERFORMANCE, 15, "Drew the best star map of the group."),
    (40, "sana", "cleo", REWARD, Category.BEHAVIOUR, 10, "Helped two newcomers to find their way."),
    (19, "sana", "tomas", PENALTY, Category.ASSIGNMENT, 5, "Handed in a week late without a word."),
    (61, "liam", "beatrix", REWARD, Category.ASSIGNMENT, 10, "A loaf as from a bakery, with notes on each step."),
    (9, "liam", "beatrix", PENALTY, Category.BEHAVIOUR, 10, "Left the oven on and the kitchen unlocked."),
    (52, "mei", "naveen", REWARD, Category.PERFORMANCE, 20, "Found an error in the course material and mended it."),
    (33, "aarav", "casper", REWARD, Category.ATTENDANCE, 10, "Was there every single week."),
    (27, "zofia", "naveen", REWARD, Category.PERFORMANCE, 15, "Explained loops to the group in her own words."),
    (22, "kwame", "cleo", PENALTY, Category.ATTENDANCE, 5, "Missed three talks without calling."),
    (14, "ines", "tomas", REWARD, Category.OTHER, 5, "Brought her own telescope for everybody."),
    (3, "priya", "casper", REWARD, Category.BEHAVIOUR, 10, "Organised the study evening on her own."),
]  # fmt: skip
OPEN_APPEAL = (
    "liam",
    2,
    "I switched the oven off at nine and gave the key to the caretaker, who can tell you so.",
)
DECIDED_APPEAL = (
    "kwame",
    20,
    "I was in hospital and wrote an email on the first day.",
)
DECISION = ("amara", 17, "The email had arrived, nobody had passed it on. Our mistake.")


def make_rewards() -> None:
    people = {user.username: user for user in User.objects.all()}
    now = timezone.now()
    for days, student, by, kind, category, points, reason in GIVEN:
        at = now - timedelta(days=days)
        reward = RewardPenalty.objects.create(
            student=people[student],
            issued_by=people[by],
            kind=kind,
            category=category,
            points=points,
            reason=reason,
            given_on=timezone.localdate(at),
        )
        RewardPenalty.objects.filter(pk=reward.pk).update(created_at=at)
        _note(
            TimelineEntry.Kind.REWARD,
            reward.student,
            reward.issued_by,
            at,
            reason,
            what="given",
            reward=str(reward.uuid),
            category=category,
            points=reward.signed_points,
        )
    _appeal(people, *OPEN_APPEAL)
    appeal = _appeal(people, *DECIDED_APPEAL)
    name, days, reason = DECISION
    appeal.status, appeal.reason = Appeal.Status.OVERTURNED, reason
    appeal.decided_by, appeal.decided_at = people[name], now - timedelta(days=days)
    appeal.save()
    kind_of(appeal.decision).on_overturned(appeal.decision)
    _step(
        appeal,
        AppealStep.Kind.OVERTURNED,
        appeal.decided_by,
        appeal.decided_at,
        reason,
    )


def _appeal(people: dict[str, User], student: str, days: int, statement: str) -> Appeal:
    """File one against the student's penalty, so many days ago."""
    reward = RewardPenalty.objects.get(student=people[student], kind=PENALTY)
    at = timezone.now() - timedelta(days=days)
    decides = timedelta(days=CRMSettings.load().days_to_decide_appeals)
    appeal = Appeal.objects.create(
        content_type=ContentType.objects.get_for_model(RewardPenalty),
        object_id=reward.pk,
        student=reward.student,
        statement=statement,
        filed_at=at,
        due_at=at + decides,
    )
    kind_of(reward).on_filed(reward)
    _step(appeal, AppealStep.Kind.FILED, reward.student, at, statement)
    return appeal


def _step(appeal: Appeal, kind: str, by: User, at: datetime, text: str) -> None:
    AppealStep.objects.create(appeal=appeal, kind=kind, at=at, by=by, text=text)
    _note(
        TimelineEntry.Kind.APPEAL,
        appeal.student,
        by,
        at,
        text,
        what=kind,
        appeal=str(appeal.uuid),
        about=kind_of(appeal.decision).describe(appeal.decision),
    )


def _note(
    kind: str, student: User, by: User, at: datetime, text: str, **data: object
) -> None:
    TimelineEntry.objects.create(
        kind=kind, student=student, by=by, at=at, text=text, data=data
    )
