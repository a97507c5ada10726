"""How the counselors of the demonstration work: languages, courses, a holiday, weights and shared filters."""

from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone

from accounts.models import Role, User
from catalog.models import CoursePage
from crm.models import CounselorSettings, Holiday, SavedFilter, ScoringWeights
from crm.scoring import DEFAULTS
from home.demo.people import LOGINS

# By counselor: languages, most open inquiries, places of courses.
DESKS = [(["en", "hi", "es"], 60, (0, 1)), (["en", "de", "fr", "ar"], 70, (2, 3))]
FILTERS = [
    ("Hot and still open", "status=open&health=hot&sort=score"),
    ("Referrals that are waiting", "status=open&source=referral"),
    ("Too expensive: call with an offer", "status=lost&lost_reason=price&sort=new"),
]
# What half a year has taught: people come back for people.
LEARNT = {"source_referral": 16, "source_campaign": 1}


def furnish_office(counselors: Sequence[User], courses: Sequence[CoursePage]) -> None:
    for counselor, (languages, most_open, places) in zip(
        counselors, DESKS, strict=True
    ):
        desk = CounselorSettings.objects.create(
            counselor=counselor, languages=languages, most_open=most_open
        )
        desk.courses.set([courses[place] for place in places])
    in_three_weeks = timezone.localdate() + timedelta(weeks=3)
    Holiday.objects.create(
        counselor=counselors[-1],
        first_day=in_three_weeks,
        last_day=in_three_weeks + timedelta(days=6),
        note="Walking in the hills",
    )
    admin = User.objects.get(username=LOGINS[Role.ADMIN])
    SavedFilter.objects.bulk_create(
        SavedFilter(owner=admin, name=name, query=query, is_shared=True)
        for name, query in FILTERS
    )
    ScoringWeights.objects.create(
        version=1,
        weights=dict(DEFAULTS) | LEARNT,
        note="Referrals stay, campaigns bring many who only look.",
        created_by=admin,
    )
