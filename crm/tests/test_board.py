"""CRM-05: the pipeline as a board, on which cards move by the rules and nobody overrules another."""

from datetime import timedelta

import pytest
from django.utils import timezone

from common.exceptions import Refused
from crm.models import Inquiry, TimelineEntry
from crm.services import Next, assign, change_status, move
from crm.tests.factories import make_follow_up, make_inquiry
from crm.views.board import next_working_morning
from tests.many import count_queries
from tests.races import at_once, needs_row_locks

BOARD = "/admin/crm/board/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def desk(client, counselor):
    client.force_login(counselor)
    return client


def address(inquiry):
    return f"{BOARD}{inquiry.uuid}/move/"


def post(client, inquiry, status, **fields):
    """Drop the card on a column, as the board's script does."""
    fields = {"status": status, "expected": inquiry.status, **fields}
    return client.post(address(inquiry), fields, headers=HTMX)


def status_of(inquiry):
    return Inquiry.objects.get(pk=inquiry.pk).status


def columns_in(answer):
    """Return who stands in which column."""
    return {
        column.status: [str(card.inquiry) for card in column.cards]
        for column in answer.context["columns"]
        if column.cards
    }


def test_each_status_is_a_column_with_the_own_cards(desk, inquiry, foreign, counselor):
    make_inquiry("Lost One", status="lost", lost_reason="time", counselor=counselor)

    assert columns_in(desk.get(BOARD)) == {
        "new": ["Priya Sharma"],
        "lost": ["Lost One"],
    }


def test_the_best_stand_first(desk, counselor):
    make_inquiry("Cold", score=5, counselor=counselor)
    make_inquiry("Hot", score=95, counselor=counselor)

    assert columns_in(desk.get(BOARD))["new"] == ["Hot", "Cold"]


def test_the_board_is_filtered(desk, inquiry, unassigned):
    assert columns_in(desk.get(f"{BOARD}?q=noor")) == {"new": ["Noor Ali"]}


def test_a_card_says_what_is_next_and_that_it_is_late(desk, inquiry):
    make_follow_up(inquiry, due_at=timezone.now() - timedelta(days=1), medium="visit")

    card = desk.get(BOARD).context["columns"][0].cards[0]

    assert (card.next_step.medium, card.is_overdue) == ("visit", True)


def test_more_cards_come_when_they_are_asked_for(desk, counselor):
    for _number in range(25):
        make_inquiry(counselor=counselor)

    first = desk.get(BOARD).context["columns"][0]
    more = desk.get(f"{BOARD}?shown-new=30", headers=HTMX).context["columns"][0]

    assert (len(first.cards), first.count, first.more) == (15, 25, 30)
    assert (len(more.cards), more.more) == (25, 0)


def test_the_columns_are_drawn_anew_alone(desk, inquiry):
    part = desk.get(BOARD, headers=HTMX).content.decode()

    assert "Priya Sharma" in part
    assert "<html" not in part


def test_a_card_is_moved(desk, inquiry, counselor):
    answer = post(desk, inquiry, "contacted")

    assert columns_in(answer) == {"contacted": ["Priya Sharma"]}
    assert inquiry.timeline.get().by == counselor


def test_the_board_that_was_seen_comes_back(desk, inquiry, unassigned):
    answer = post(desk, inquiry, "contacted", back="q=priya")

    assert columns_in(answer) == {"contacted": ["Priya Sharma"]}


def test_losing_asks_why(desk, inquiry):
    question = post(desk, inquiry, "lost")
    assert question.headers["HX-Retarget"] == "#move-dialog-body"
    assert status_of(inquiry) == "new"

    post(desk, inquiry, "lost", lost_reason="price", note="Found a cheaper one")

    assert status_of(inquiry) == "lost"
    assert inquiry.timeline.get().text == "Found a cheaper one"


def test_scheduling_asks_when(desk, inquiry):
    question = post(desk, inquiry, "follow_up_scheduled")
    assert "datetime-local" in question.content.decode()

    at = timezone.localtime() + timedelta(days=2)
    post(
        desk,
        inquiry,
        "follow_up_scheduled",
        at=f"{at:%Y-%m-%dT%H:%M}",
        medium="visit",
        note="",
    )

    assert status_of(inquiry) == "follow_up_scheduled"
    assert inquiry.follow_ups.pending().get().medium == "visit"


def test_a_wrong_answer_is_asked_again_with_a_sentence(desk, inquiry):
    answer = post(
        desk,
        inquiry,
        "follow_up_scheduled",
        at="2020-01-01T10:00",
        medium="call",
        note="",
    )

    assert "has to be in the future" in answer.content.decode()
    assert status_of(inquiry) == "new"


def test_what_is_planned_already_needs_no_question(desk, inquiry):
    make_follow_up(inquiry)

    post(desk, inquiry, "follow_up_scheduled")

    assert status_of(inquiry) == "follow_up_scheduled"


def test_a_lost_one_is_reopened_by_scheduling(counselor):
    lost = make_inquiry(status="lost", lost_reason="time", counselor=counselor)
    fields = {"inquiry": lost, "status": "follow_up_scheduled", "expected": "lost"}
    with pytest.raises(Refused) as refusal:
        move(**fields, by=counselor)
    assert refusal.value.code == "nothing_planned"

    move(**fields, by=counselor, next_=Next(timezone.now() + timedelta(days=1)))

    assert status_of(lost) == "follow_up_scheduled"


def test_enrolled_is_reached_by_converting_alone(desk, inquiry):
    answer = post(desk, inquiry, "enrolled")

    converts = "HX-Redirect" in answer.headers
    assert converts or "by converting" in answer.headers["HX-Trigger"]
    assert status_of(inquiry) == "new"


def test_who_comes_second_is_told(desk, inquiry, counselor):
    change_status(inquiry=inquiry, status="contacted", by=counselor)

    answer = post(desk, inquiry, "lost", lost_reason="price", expected="new", note="")

    assert "Somebody else has moved Priya Sharma" in answer.headers["HX-Trigger"]
    assert columns_in(answer) == {"contacted": ["Priya Sharma"]}


def test_what_was_given_away_meanwhile_is_not_moved(
    desk, admin, other_counselor, inquiry
):
    assign(inquiry=inquiry, counselor=other_counselor, by=admin)

    assert post(desk, inquiry, "contacted").status_code == 404


@needs_row_locks
@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_moves_it(counselor, inquiry):
    fields = {"inquiry": inquiry, "expected": "new", "by": counselor}

    answers = at_once(
        lambda: move(**fields, status="contacted"),
        lambda: move(**fields, status="lost", lost_reason="price"),
    )

    assert sum(isinstance(answer, Refused) for answer in answers) == 1
    moves = TimelineEntry.objects.filter(kind=TimelineEntry.Kind.STATUS)
    assert moves.get().data["after"] == status_of(inquiry)


def test_without_script_a_page_asks_and_leads_back(desk, inquiry):
    page = desk.get(f"{address(inquiry)}?back=q%3Dpriya").content.decode()
    assert 'name="status" value="contacted"' in page

    fields = {"status": "contacted", "expected": "new", "back": "q=priya"}
    answer = desk.post(address(inquiry), fields)

    assert answer.headers["Location"] == f"{BOARD}?q=priya"
    assert status_of(inquiry) == "contacted"


def test_a_status_that_is_none_moves_nothing(desk, inquiry):
    assert post(desk, inquiry, "promoted").status_code == 200
    assert status_of(inquiry) == "new"


def test_the_board_asks_the_database_as_often_for_many(
    client, admin, course, counselor
):
    client.force_login(admin)
    for status in ("new", "contacted", "enrolled"):
        make_inquiry(status=status, courses=[course], counselor=counselor)
    few = count_queries(client, BOARD)
    for number in range(24):
        more = make_inquiry(
            status=("new", "contacted", "enrolled")[number % 3],
            courses=[course],
            counselor=counselor,
        )
        make_follow_up(more)

    assert count_queries(client, BOARD) == few <= 25


def test_the_hours_of_a_new_site_are_hours(db):
    assert timezone.localtime(next_working_morning()).hour == 9
