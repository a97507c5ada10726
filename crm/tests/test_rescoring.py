"""CRM-03: scores follow what happens, at once, when weights change, and as time goes by."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from common.exceptions import Refused
from crm.facts import facts_then, read_facts
from crm.models import (
    FollowUp,
    Inquiry,
    Message,
    RescoreRun,
    ScoringModel,
    ScoringWeights,
    TimelineEntry,
)
from crm.scoring import DEFAULTS
from crm.services import (
    Interest,
    Next,
    capture,
    log_contact,
    rescore,
    save_weights,
    start_rescoring,
)
from crm.services.scoring import rescore_open
from crm.tests.factories import make_follow_up, make_inquiry
from tests.races import at_once, needs_row_locks

MODEL = {"intercept": 0.0, "features": {"visit": 4.0}, "calibration": [1.0, 0.0]}


def ask(**fields):
    given = {"name": "Priya Sharma", "phone": "098123 45678", "channel": "form"}
    return capture(**{**given, **fields}).inquiry


def codes(inquiry):
    inquiry.refresh_from_db()
    return {reason["code"]: reason["points"] for reason in inquiry.score_reasons}


def ended(days_ago, status, **fields):
    asked = timezone.now() - timedelta(days=40)
    return make_inquiry(
        created_at=asked,
        status=status,
        status_changed_at=timezone.now() - timedelta(days=days_ago),
        **fields,
    )


# --- At once ------------------------------------------------------------------------


def test_somebody_who_asks_has_a_score_with_its_reasons(course):
    inquiry = ask(interest=Interest(courses=[course]), channel="preview")

    assert codes(inquiry) == {
        "fresh": 15, "start": 10, "phone": 10, "previews": 8, "course": 7, "source_website": 4,
    }  # fmt: skip
    assert inquiry.score == inquiry.hand_score == 54


def test_asking_twice_in_a_week_counts_at_once(db):
    before = ask().score

    again = ask()

    assert codes(again)["asked_in_week"] == 15
    assert again.score > before


def test_what_came_of_a_call_counts_at_once(inquiry, counselor):
    tomorrow = Next(timezone.now() + timedelta(days=1))

    log_contact(inquiry=inquiry, medium="call", outcome="visit_agreed", by=counselor, next_=tomorrow)  # fmt: skip

    assert codes(inquiry)["visit"] == 15


def test_saying_no_takes_back_what_was_said_before(inquiry):
    now = timezone.now()
    for days, outcome in ((3, "visit_agreed"), (1, "not_interested")):
        make_follow_up(
            inquiry,
            status="completed",
            outcome=outcome,
            closed_at=now - timedelta(days),
        )

    rescore(inquiry=inquiry)

    assert "visit" not in codes(inquiry)
    assert codes(inquiry)["declined"] == -25


def test_calls_without_answer_count_since_the_last_talk(inquiry):
    now = timezone.now()
    for days, outcome in ((9, "no_answer"), (5, "reached"), (3, "no_answer"), (1, "no_answer")):  # fmt: skip
        make_follow_up(
            inquiry,
            status="completed",
            outcome=outcome,
            closed_at=now - timedelta(days),
        )

    assert read_facts([inquiry])[inquiry.pk].unanswered == 2


def test_a_closed_inquiry_keeps_the_score_it_closed_with(db):
    lost = make_inquiry(status="lost", lost_reason="price", score=61)

    rescore(inquiry=lost)

    lost.refresh_from_db()
    assert lost.score == 61


def test_what_happened_with_a_merged_inquiry_counts_for_the_one_that_stands(inquiry):
    merged = make_inquiry(merged_into=inquiry)
    Message.objects.create(
        inquiry=merged, medium="email", is_incoming=True, created_at=timezone.now()
    )

    assert read_facts([inquiry])[inquiry.pk].replies == 1


def test_facts_are_read_in_as_many_queries_for_many_as_for_one(db):
    inquiries = [make_inquiry() for _each in range(12)]
    counts = []
    for some in (inquiries[:1], inquiries):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            read_facts(some)
        counts.append(len(queries))

    assert counts == [6, 6]


def test_scoring_one_costs_nine_queries(inquiry, django_assert_num_queries):
    """Two for the weights and the model, six for the facts, one to write."""
    with django_assert_num_queries(9):
        rescore(inquiry=inquiry)


# --- The model ----------------------------------------------------------------------


@pytest.mark.parametrize(("is_used", "score"), [(True, 50), (False, 27)])
def test_the_models_score_stands_beside_and_counts_only_if_used(db, is_used, score):
    ScoringModel.objects.create(parameters=MODEL, metrics={}, is_used=is_used)
    inquiry = make_inquiry(phone="", email="", source="social_media")

    rescore(inquiry=inquiry)

    assert (inquiry.model_score, inquiry.score) == (50, score)
    assert inquiry.hand_score == 27


def test_a_model_of_another_version_of_the_site_leaves_the_weights_in_charge(inquiry):
    strange = {**MODEL, "features": {"moon": 1.0}}
    ScoringModel.objects.create(parameters=strange, metrics={}, is_used=True)

    rescore(inquiry=inquiry)

    assert inquiry.model_score is None
    assert inquiry.score == inquiry.hand_score


# --- What a model may learn from ----------------------------------------------------

THIRD_DAY = [timedelta(days=3)]


def then(inquiry):
    [(_inquiry, facts)] = facts_then([inquiry], THIRD_DAY)
    return facts


def test_history_shows_an_inquiry_as_it_was_on_that_day(db):
    inquiry = ended(5, Inquiry.Status.ENROLLED)
    for days, outcome in ((38, "no_answer"), (10, "visit_agreed")):
        make_follow_up(
            inquiry,
            status=FollowUp.Status.COMPLETED,
            outcome=outcome,
            closed_at=timezone.now() - timedelta(days),
        )

    [facts] = then(inquiry)

    assert (facts.unanswered, facts.agreed_to_visit) == (1, False)


def test_history_believes_no_address_that_was_added_later(db):
    inquiry = ended(5, Inquiry.Status.ENROLLED)
    TimelineEntry.objects.create(
        inquiry=inquiry,
        kind="captured",
        at=inquiry.created_at,
        data={"gave": ["phone"]},
    )

    [facts] = then(inquiry)

    assert inquiry.email
    assert (facts.has_phone, facts.has_email, facts.has_account) == (True, False, False)


def test_history_leaves_out_days_on_which_it_was_closed_already(db):
    inquiry = ended(39, Inquiry.Status.LOST, lost_reason="price")

    assert then(inquiry) == []


# --- Everybody, in the background ---------------------------------------------------


def test_time_alone_lowers_a_score(db, django_capture_on_commit_callbacks):
    inquiry = ask()
    long_ago = timezone.now() - timedelta(days=70)
    inquiry.timeline.update(at=long_ago)
    Inquiry.objects.update(created_at=long_ago)

    with django_capture_on_commit_callbacks(execute=True):
        start_rescoring()

    assert codes(inquiry)["quiet"] == -15


def test_a_run_says_how_far_it_is_and_that_it_is_done(db):
    for _each in range(5):
        make_inquiry()
    run = start_rescoring()

    rescore_open(run=run, batch=2)

    run.refresh_from_db()
    assert (run.total, run.done, bool(run.finished_at)) == (5, 5, True)


def test_a_run_that_comes_twice_does_nothing_the_second_time(inquiry):
    run = start_rescoring()
    rescore_open(run=run)
    Inquiry.objects.update(score=1)

    rescore_open(run=run)

    inquiry.refresh_from_db()
    assert inquiry.score == 1


def test_a_run_gives_way_to_a_newer_one(inquiry):
    older = start_rescoring()
    start_rescoring()

    rescore_open(run=older)

    inquiry.refresh_from_db()
    assert inquiry.scored_at is None


@needs_row_locks
@pytest.mark.django_db(transaction=True)
def test_two_workers_share_a_run():
    for _each in range(40):
        make_inquiry()
    run = RescoreRun.objects.create(total=40)

    at_once(*[lambda: rescore_open(run=run, batch=3)] * 2)

    run.refresh_from_db()
    assert run.done == 40
    assert not Inquiry.objects.filter(scored_at=None).exists()


# --- Weights ------------------------------------------------------------------------


def test_new_weights_are_a_version_of_their_own_and_change_scores(
    admin, inquiry, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        save_weights(weights={**DEFAULTS, "phone": 33}, based_on=0, by=admin)

    assert codes(inquiry)["phone"] == 33
    assert [each.version for each in ScoringWeights.objects.all()] == [1]


@pytest.mark.parametrize(
    ("weights", "based_on", "code"),
    [
        ({"phone": 51}, 1, "weights"),
        ({"phone": 11}, 0, "changed_since"),
        ({"phone": 12}, 1, "nothing_changed"),
    ],
    ids=["out of range", "somebody was faster", "the same"],
)
def test_weights_are_refused(admin, weights, based_on, code):
    save_weights(weights={**DEFAULTS, "phone": 12}, based_on=0, by=admin)

    with pytest.raises(Refused) as refusal:
        save_weights(weights={**DEFAULTS, **weights}, based_on=based_on, by=admin)

    assert refusal.value.code == code


def test_only_admins_change_weights(counselor):
    with pytest.raises(Refused):
        save_weights(weights={**DEFAULTS, "phone": 11}, based_on=0, by=counselor)


def test_what_is_scored_and_assigned_with_many_costs_nothing_each(db):
    inquiry = ask(is_one_of_many=True, request_key=uuid4())

    assert inquiry.scored_at is None
    assert inquiry.counselor is None
