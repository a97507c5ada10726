"""The 50,000 inquiries and 200,000 follow-ups of the bench, and what the CRM's pages cost with them.

Rows go in by the thousand, past `crm.services`, as these would have written them.
"""

import random
import time
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from accounts.models import Role, User
from bench.material import title
from catalog.models import CourseIndexPage, CoursePage
from catalog.services import create_course
from crm.models import Inquiry
from crm.reports.registry import REPORTS
from home.demo.funnel import tell_all
from home.demo.inquiries import write

INQUIRIES, COUNSELORS, COURSES, YEARS = 50_000, 12, 40, 2
TIMES = 5
EVERYTHING = "period=custom&since={since}&until={until}"


def build() -> float:
    """Fill an empty, migrated database; return the seconds, none where it is filled already."""
    if Inquiry.objects.exists():
        return 0
    began = time.perf_counter()
    rng = random.Random(7)
    people = [
        User.objects.create_user(
            username=f"bench-counselor-{number}",
            email=f"counselor-{number}@bench.example",
            role=Role.COUNSELOR,
            first_name="Counselor",
            last_name=str(number),
        )
        for number in range(COUNSELORS)
    ]
    User.objects.create_user(
        username="bench-crm-admin", email="crm@bench.example", role=Role.ADMIN
    )
    index = CourseIndexPage.objects.get()
    courses = []
    for number in range(COURSES):
        course = create_course(
            owner=people[0],
            title=f"{title(rng)} {number}",
            code=f"C-{number}",
            index=index,
        )
        CoursePage.objects.filter(pk=course.pk).update(price=rng.choice([90, 150, 240]))
        course.refresh_from_db()
        courses.append(course)
        index.refresh_from_db()
    now = timezone.now()
    stories = tell_all(
        INQUIRIES,
        since=now - timedelta(days=365 * YEARS),
        now=now,
        courses=COURSES,
        counselors=COUNSELORS,
    )
    write(list(stories), people=people, courses=courses)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return time.perf_counter() - began


def pages(now: datetime) -> list[tuple[str, str]]:
    """Return name and address of what is measured: reports over ninety days, and over all years."""
    found = []
    for name in ("desk", "board", "reports"):
        try:
            found.append((name, reverse(f"crm:{name}")))
        except NoReverseMatch:
            continue
    days = {"since": (now - timedelta(days=365 * YEARS)).date(), "until": now.date()}
    for name, report in REPORTS.items():
        address = reverse("crm:report", args=[name])
        for part in report.parts or [""]:
            suffix = f" by {part}" if part else ""
            found.append((f"{name}{suffix}", f"{address}?compare=on&by={part}"))
            if report.has_period:
                everything = EVERYTHING.format(**days)
                found.append(
                    (f"{name}{suffix}, all", f"{address}?{everything}&by={part}")
                )
    return found


def measured() -> list[dict[str, Any]]:
    """Return queries, our own milliseconds and the database's of each page, medians of a few times."""
    lines = []
    users = {
        "admin": User.objects.get(username="bench-crm-admin"),
        "counselor": User.objects.get(username="bench-counselor-0"),
    }
    connection.force_debug_cursor = True
    for who, user in users.items():
        client = Client(headers={"Host": "127.0.0.1"})
        client.force_login(user)
        for name, address in pages(timezone.now()):
            lines.append({"who": who, "name": name, **_measure(client, address)})
    return lines


def _measure(client: Client, address: str) -> dict[str, Any]:
    client.get(address)
    own, database = [], []
    for _ in range(TIMES):
        with CaptureQueriesContext(connection) as queries:
            began = time.perf_counter()
            answer = client.get(address)
            took = time.perf_counter() - began
        spent = sum(float(query["time"]) for query in queries.captured_queries)
        own.append((took - spent) * 1000)
        database.append(spent * 1000)
    return {
        "status": answer.status_code,
        "queries": len(queries),
        "own": sorted(own)[TIMES // 2],
        "database": sorted(database)[TIMES // 2],
    }
