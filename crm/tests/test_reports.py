"""CRM-05: Each number of each report is right, opens the list that it counts, and stays within rights."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from crm.models import (
    Conversion,
    ConvertedCourse,
    CRMSettings,
    FollowUp,
    Inquiry,
    StatusChange,
)
from crm.reports.parts import share
from crm.reports.period import Period, Span
from crm.reports.registry import REPORTS
from crm.reports.scope import NOBODY, Scope
from crm.services import Next, log_contact
from crm.tests.factories import make_follow_up, make_inquiry
from crm.tests.told import tell_history
from tests.factories import make_course
from tests.many import count_queries

pytestmark = pytest.mark.django_db
Status = Inquiry.Status


@pytest.fixture
def ago():
    now = timezone.now()
    return lambda days: now - timedelta(days=days)


@pytest.fixture
def history(counselor, other_counselor, course, teacher, ago):
    """Half a year of people, most of whom became nothing.

    What is told follows the day on which it is told, and on some days leaves a counselor
    with nobody open or nobody enrolled: one of each is added.
    """
    other = make_course(teacher, "Baking", price=Decimal(90))
    tell_history(80, people=[counselor, other_counselor], courses=[course, other])
    make_inquiry(counselor=counselor, created_at=ago(3))
    enrolled = make_inquiry(counselor=counselor, created_at=ago(20))
    moved(enrolled, (Status.CONTACTED, ago(19)), (Status.ENROLLED, ago(10)))
    sell(enrolled, other, Decimal(90), at=ago(10))


def moved(inquiry, *steps):
    """Let the inquiry take steps: a status and a moment each."""
    for status, at in steps:
        StatusChange.objects.create(
            inquiry=inquiry, before=inquiry.status, after=status, at=at
        )
        inquiry.status = status
        inquiry.status_changed_at = at
        inquiry.lost_reason = "price" if status == Status.LOST else ""
        inquiry.save()


def sell(inquiry, course, price, *, at, **fields):
    conversion, _made = Conversion.objects.get_or_create(
        inquiry=inquiry, defaults={"counselor": inquiry.counselor, "at": at}
    )
    ConvertedCourse.objects.create(
        conversion=conversion, course=course, price=price, **fields
    )


def table(report, key):
    """Return a table's numbers: `{row: {column: text}}`."""
    found = next(t for t in report.all_tables() if t.key == key)
    return {
        row.label: dict(
            zip(found.columns, (cell.text for cell in row.cells), strict=True)
        )
        for row in found.rows
    }


def tiles(report):
    return {tile.label: tile.cell.text for tile in report.answer().tiles}


# What a number counts


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("who", ["admin", "counselor"])
def test_each_number_opens_a_list_of_as_many_rows(request, history, name, who):
    year = Period.of(Span.LAST_YEAR, timezone.localdate())
    report = REPORTS[name](Scope.of(request.getfixturevalue(who), period=year))
    cells = [
        *report.answer().cells,
        *(c for t in report.all_tables() for row in t.rows for c in row.cells),
    ]

    counted = {cell.key: cell.counts for cell in cells if cell.key}

    assert any(counted.values())
    assert counted == {key: report.rows(key).count() for key in counted}


def test_filters_reach_the_list_too(history, admin, counselor, course):
    scope = Scope.of(
        admin, counselor=str(counselor.pk), source="website", course=course.pk
    )
    report = REPORTS["conversion"](scope)

    for row in report.rows("asked"):
        assert (row.counselor, row.source) == (counselor, "website")
        assert course in row.courses.all()


@pytest.mark.parametrize("name", REPORTS)
def test_five_hundred_inquiries_cost_no_more_queries_than_two_hundred(
    client, admin, counselor, other_counselor, course, name
):
    client.force_login(admin)
    address = f"{reverse('crm:report', args=[name])}?compare=on"
    people = {"people": [counselor, other_counselor], "courses": [course]}
    tell_history(200, days=400, **people)
    few = count_queries(client, address)
    tell_history(300, days=400, **people)

    many = count_queries(client, address)

    assert many <= few <= 25


# The funnel


def test_who_was_lost_still_counts_where_they_came(admin, ago):
    lost = make_inquiry(created_at=ago(20))
    moved(lost, (Status.CONTACTED, ago(10)), (Status.LOST, ago(5)))

    stages = table(REPORTS["funnel"](Scope.of(admin)), "stages")

    assert stages["Contacted"]["Reached"] == "1"
    assert stages["Contacted"]["Lost there"] == "1"
    assert stages["Asked"]["Lost there"] == "0"


def test_who_said_no_in_the_first_talk_was_reached_before(admin, counselor, inquiry):
    log_contact(
        inquiry=inquiry,
        medium="call",
        outcome="not_interested",
        by=counselor,
        lost_reason="price",
    )

    stages = table(REPORTS["funnel"](Scope.of(admin)), "stages")

    assert stages["Contacted"]["Lost there"] == "1"
    assert stages["Asked"]["Lost there"] == "0"


def test_who_was_called_and_gets_another_call_was_contacted(
    admin, counselor, inquiry, ago
):
    log_contact(
        inquiry=inquiry,
        medium="call",
        outcome="reached",
        by=counselor,
        next_=Next(ago(-2)),
    )

    stages = table(REPORTS["funnel"](Scope.of(admin)), "stages")

    assert stages["Contacted"]["Reached"] == "1"


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [(2, 3, "67 %"), (12, 82, "15 %"), (2, 31, "6.5 %"), (1, 1, "100 %")],
)
def test_a_share_is_rounded_and_not_cut(part, whole, text):
    assert share(part, whole).text == text


def test_a_cohort_is_followed_beyond_its_period(admin, ago):
    inquiry = make_inquiry(created_at=ago(60))
    moved(inquiry, (Status.CONTACTED, ago(2)))
    asked = Period(ago(70).date(), ago(50).date())

    stages = table(REPORTS["funnel"](Scope.of(admin, period=asked)), "stages")

    assert stages["Contacted"]["Reached"] == "1"


def test_who_asked_before_the_period_is_not_in_its_cohort(admin, ago):
    moved(make_inquiry(created_at=ago(200)), (Status.CONTACTED, ago(2)))

    assert tiles(REPORTS["funnel"](Scope.of(admin)))["Contacted"] == "0"


def test_what_was_merged_is_not_counted_twice(admin, inquiry):
    make_inquiry(merged_into=inquiry)

    assert tiles(REPORTS["funnel"](Scope.of(admin)))["Asked"] == "1"


def test_a_number_is_compared_with_the_period_before(admin, ago):
    for days in [20] * 15 + [100] * 10:
        make_inquiry(created_at=ago(days))

    asked = REPORTS["funnel"](Scope.of(admin, compares=True)).answer().tiles[0]

    assert asked.before == "+50 % against 10 before"


# Conversion


def test_the_rate_is_of_those_who_asked(admin, ago):
    make_inquiry(source="referral", status=Status.ENROLLED, created_at=ago(9))
    for _ in range(3):
        make_inquiry(source="referral", created_at=ago(9))

    sources = table(REPORTS["conversion"](Scope.of(admin)), "source")

    assert sources["Referral"]["Conversion rate"] == "25 %"


def test_an_inquiry_counts_for_each_of_its_courses(admin, course, teacher):
    other = make_course(teacher, "Baking")
    make_inquiry(courses=[course, other])
    make_inquiry()

    courses = table(REPORTS["conversion"](Scope.of(admin)), "course")

    assert {label: row["Asked"] for label, row in courses.items()} == {
        "Astronomy": "1",
        "Baking": "1",
        "No course named": "1",
    }


def test_a_month_without_inquiries_has_its_row(admin, ago):
    make_inquiry()
    period = Period(ago(62).date(), ago(0).date())

    months = table(REPORTS["conversion"](Scope.of(admin, period=period)), "month")

    assert len(months) >= 3
    assert [row["Asked"] for row in months.values()][-1] == "1"


# Time in stages


def test_half_the_stays_were_as_short_as_the_median(admin, ago):
    for days in (1, 2, 9):
        inquiry = make_inquiry(created_at=ago(30))
        moved(inquiry, (Status.CONTACTED, ago(30 - days)))

    times = table(REPORTS["stages"](Scope.of(admin)), "times")

    assert times["New"] == {
        "Stays that ended": "3",
        "A quarter within": "24 hours",
        "Half within": "2.0 days",
        "Three quarters within": "9.0 days",
    }


def test_a_stay_that_ended_outside_the_period_is_left_out(admin, ago):
    moved(make_inquiry(created_at=ago(300)), (Status.CONTACTED, ago(200)))

    times = table(REPORTS["stages"](Scope.of(admin)), "times")

    assert times["New"]["Stays that ended"] == "0"


# Revenue


def test_revenue_is_the_price_on_the_day_of_those_who_have_a_place(
    admin, inquiry, course, teacher, ago
):
    sell(inquiry, course, Decimal(150), at=ago(3))
    sell(inquiry, make_course(teacher, "Full"), 90, at=ago(3), is_waiting=True)

    found = tiles(REPORTS["revenue"](Scope.of(admin)))

    assert found["Revenue"] == "₹150"
    assert found["In line for a place"] == "₹90"


def test_revenue_is_that_of_the_counselor_of_the_day(
    admin, inquiry, counselor, other_counselor, course, ago
):
    sell(inquiry, course, Decimal(150), at=ago(3))
    Inquiry.objects.update(counselor=other_counselor)

    found = table(REPORTS["revenue"](Scope.of(admin)), "counselor")

    assert found == {str(counselor): {"Courses": "1", "Revenue": "₹150"}}


# Health


def test_open_inquiries_that_nobody_cares_for_are_counted(admin, counselor, ago):
    make_follow_up(make_inquiry(counselor=counselor), due_at=ago(1))
    make_inquiry(counselor=counselor, last_activity_at=ago(40))
    make_inquiry(status=Status.LOST, lost_reason="price", last_activity_at=ago(40))
    make_follow_up(make_inquiry())

    assert tiles(REPORTS["health"](Scope.of(admin))) == {
        "Open": "3",
        "Unassigned": "1",
        "No next step": "1",
        "Overdue": "1",
        "Stale": "1",
    }


# Counselors


def test_what_a_counselor_did_is_counted(admin, counselor, inquiry, ago):
    done = {"status": FollowUp.Status.COMPLETED, "due_at": ago(1)}
    Inquiry.objects.update(created_at=ago(3))
    make_follow_up(inquiry, closed_at=ago(2), outcome="reached", **done)
    make_follow_up(inquiry, closed_at=ago(1), outcome="no_answer", **done)
    make_follow_up(inquiry, status=FollowUp.Status.MISSED, due_at=ago(1))

    row = table(REPORTS["counselors"](Scope.of(admin)), "counselors")[str(counselor)]

    assert row["Contacts made"] == "2"
    assert row["Reached"] == "50 %"
    assert row["Missed"] == "1"
    assert row["First contact after"] == "24 hours"


# Rights


def test_a_counselor_sees_reports_of_what_they_may_see(
    counselor, inquiry, unassigned, foreign
):
    assert tiles(REPORTS["funnel"](Scope.of(counselor)))["Asked"] == "2"


def test_a_counselor_sees_the_team_where_inquiries_are_open_to_all(
    counselor, inquiry, unassigned, foreign
):
    CRMSettings.objects.update_or_create(defaults={"counselors_see_all": True})

    assert tiles(REPORTS["funnel"](Scope.of(counselor)))["Asked"] == "3"


def test_another_counselors_figures_stay_theirs(counselor, foreign):
    names = table(REPORTS["counselors"](Scope.of(counselor)), "counselors")

    assert list(names) == [str(counselor)]


def test_a_list_shows_the_people_and_leads_to_them(client, admin, inquiry):
    client.force_login(admin)

    page = client.get(reverse("crm:report_list", args=["funnel"]), {"cell": "asked"})

    assert reverse("crm:person", args=[inquiry.uuid]) in page.content.decode()


@pytest.mark.parametrize(
    "cell",
    ["", "nothing", "asked:month:2099-13", "asked:course:x", "open:counselors:x"],
)
def test_a_number_that_is_none_has_no_list(client, admin, cell):
    client.force_login(admin)
    name = "counselors" if cell.startswith("open") else "conversion"

    page = client.get(reverse("crm:report_list", args=[name]), {"cell": cell})

    assert page.status_code == 404


# Periods and choices


def test_a_month_that_runs_is_compared_with_as_many_days_of_the_last_one():
    period = Period.of(Span.THIS_MONTH, date(2026, 3, 12))

    assert period.before() == Period(date(2026, 2, 1), date(2026, 2, 12))


def test_a_quarter_is_compared_with_the_whole_one_before():
    period = Period.of(Span.LAST_QUARTER, date(2026, 5, 12))

    assert (period.first, period.last) == (date(2026, 1, 1), date(2026, 3, 31))
    assert period.before() == Period(date(2025, 10, 1), date(2025, 12, 31))


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        ("&since=2026-02-01&until=2026-01-01", "The last day is before the first."),
        ("", "Choose both days."),
        ("&since=soon&until=2026-01-01", "Enter a valid date."),
        ("&since=1900-01-01&until=2026-01-01", "Choose at most 5 years."),
    ],
)
def test_a_mistake_in_the_days_is_told(client, admin, days, sentence):
    client.force_login(admin)

    page = client.get(f"{reverse('crm:reports')}?period=custom{days}")

    assert sentence in page.content.decode()


def test_what_nobody_has_can_be_chosen(admin, inquiry, unassigned):
    report = REPORTS["funnel"](Scope.of(admin, counselor=NOBODY))

    assert list(report.rows("asked")) == [unassigned]
