"""CRM-04: today's desk: due, overdue, new, hot, in that order, each inquiry once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from crm.desk import SHOWN, Day, Desk
from crm.models import CRMSettings, Inquiry
from crm.tests.factories import make_follow_up, make_inquiry
from tests.many import count_queries

DESK = "/admin/crm/desk/"


@pytest.fixture
def day():
    return Day.today()


def lead(counselor, due_at=None, **fields):
    inquiry = make_inquiry(counselor=counselor, **fields)
    if due_at:
        make_follow_up(inquiry, due_at=due_at)
    return inquiry


def names(desk):
    return {
        section.name: [row.inquiry for row in section.rows]
        for section in desk.sections()
    }


def test_each_stands_where_it_belongs_and_once(counselor, day):
    due = lead(counselor, day.end - timedelta(minutes=1), score=90)
    overdue = lead(counselor, day.start - timedelta(minutes=1), score=90)
    new = lead(counselor, score=90)
    hot = lead(counselor, day.end, score=90)
    lead(counselor, day.end, score=69)
    lead(counselor, status="lost", lost_reason="price", score=90)

    assert names(Desk(counselor)) == {
        "due": [due],
        "overdue": [overdue],
        "new": [new],
        "hot": [hot],
    }


@pytest.mark.parametrize("status", ["new", "contacted"])
def test_what_was_missed_stays_under_overdue(counselor, status):
    inquiry = lead(counselor, status=status)
    make_follow_up(inquiry, status="missed", closed_at=timezone.now())

    (row,) = Desk(counselor).section("overdue")
    assert row == inquiry
    assert Desk(counselor).sections()[1].rows[0].missed_at


def test_whom_nobody_planned_to_contact_is_not_forgotten(counselor):
    inquiry = lead(counselor, status="contacted")

    assert list(Desk(counselor).section("overdue")) == [inquiry]


def test_a_new_student_is_asked_how_it_goes(counselor, day):
    student = lead(counselor, day.start, status="enrolled")

    assert names(Desk(counselor))["due"] == [student]


def test_who_was_called_today_is_hot_no_more(counselor, day):
    inquiry = lead(counselor, day.end, score=90)
    make_follow_up(inquiry, status="completed", closed_at=timezone.now())

    assert not Desk(counselor).section("hot").exists()


def test_an_admin_says_what_is_hot(counselor, day):
    CRMSettings.objects.create(hot_from_score=95)
    lead(counselor, day.end, score=90)

    assert not Desk(counselor).section("hot").exists()


def test_a_counselor_finds_what_nobody_has_before_the_own(
    counselor, inquiry, unassigned, foreign
):
    assert names(Desk(counselor))["new"] == [unassigned, inquiry]


def test_a_counselor_who_sees_all_still_works_on_the_own(counselor, inquiry, foreign):
    CRMSettings.objects.create(counselors_see_all=True)

    assert names(Desk(counselor))["new"] == [inquiry]


def test_admins_see_the_team_and_what_nobody_has_on_top(
    admin, inquiry, unassigned, foreign
):
    desk = names(Desk(admin))

    assert list(desk)[0] == "unassigned"
    assert (desk["unassigned"], {*desk["new"]}) == ([unassigned], {inquiry, foreign})


def test_admins_look_at_one_counselor(admin, counselor, inquiry, unassigned, foreign):
    assert names(Desk(admin, counselor))["new"] == [inquiry]


def test_the_line_of_the_day_counts_people(client, counselor, inquiry):
    done = lead(counselor, timezone.now() + timedelta(days=2), status="contacted")
    make_follow_up(done, status="completed", closed_at=timezone.now())
    client.force_login(counselor)

    assert "1 of 2 done today" in client.get(DESK).content.decode()


def test_a_long_section_is_cut_and_shown_whole_on_demand(client, counselor):
    for _number in range(SHOWN + 2):
        lead(counselor)
    client.force_login(counselor)

    short = client.get(DESK).content.decode()
    whole = client.get(f"{DESK}?section=new").content.decode()

    assert f"Show all {SHOWN + 2}" in short
    assert (short.count("data-row="), whole.count("data-row=")) == (SHOWN, SHOWN + 2)


@pytest.mark.parametrize("query", ["?section=old", "?counselor=x", "?counselor=0"])
def test_there_is_no_such_desk(client, admin, query):
    client.force_login(admin)

    assert client.get(DESK + query).status_code == 404


def test_what_nobody_has_is_taken_with_one_button(client, counselor, unassigned):
    client.force_login(counselor)

    answer = client.post(
        f"/admin/crm/inquiries/{unassigned.uuid}/give/",
        {"take": "1", "back": DESK},
    )

    assert answer.headers["Location"] == DESK
    assert Inquiry.objects.get().counselor == counselor


@pytest.mark.parametrize("who", ["counselor", "admin"])
def test_the_desk_costs_the_same_for_many(request, client, counselor, course, who, day):
    def fill():
        for _number in range(SHOWN):
            for moment in (day.start, day.start - timedelta(days=1), day.end, None):
                each = lead(counselor, moment, score=90, courses=[course])
            make_follow_up(each, status="missed", closed_at=timezone.now())
            lead(counselor, courses=[course])
            lead(None, courses=[course])

    client.force_login(request.getfixturevalue(who))
    fill()
    few = count_queries(client, DESK)
    fill()

    assert count_queries(client, DESK) == few <= 25


def test_a_counselor_is_led_to_the_desk_from_the_menu_and_the_home(client, counselor):
    lead(counselor, timezone.now() - timedelta(days=1))
    client.force_login(counselor)

    page = client.get("/admin/").content.decode()

    assert "desk (1)" in page
    assert "1 overdue" in page
