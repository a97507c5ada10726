"""ASM-02: a student takes a quiz by plain forms and by the page's script; the server's word is the last one."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessment.models import Accommodation, Answer, Attempt, AttemptAddress, Kind
from assessment.services.attempts import (
    save_answer,
    start_attempt,
    submit_attempt,
)
from assessment.tasks import submit_what_is_over
from assessment.tests.factories import make_question, make_quiz
from assessment.tests.quiz_screens import every_kind, position_of, right_fields, send
from learning.models import Enrolment
from learning.services import complete_lesson

pytestmark = pytest.mark.django_db


@pytest.fixture
def quiz(course):
    return make_quiz(
        course,
        [make_question(course, "true_false") for _ in range(3)],
        attempts_allowed=2,
    )


@pytest.fixture
def attempt(student, quiz):
    return start_attempt(student=student, quiz=quiz)


@pytest.fixture
def pupil(client, student):
    client.force_login(student)
    return client


def end(attempt):
    Attempt.objects.filter(pk=attempt.pk).update(
        ends_at=timezone.now() - timedelta(seconds=1)
    )


def text_of(response):
    return response.content.decode()


# --- The page of a quiz -----------------------------------------------------------------


def test_the_page_says_the_rules_in_words(pupil, course):
    quiz = make_quiz(
        course,
        [make_question(course) for _ in range(2)],
        time_limit_minutes=20,
        attempts_allowed=3,
        pass_percent=60,
    )
    page = text_of(pupil.get(quiz.get_absolute_url()))
    for words in (
        "2 questions",
        "20 minutes from when you start",
        "3 attempts. The best one counts.",
        "You pass with 60 %",
        "Your score and feedback: as soon as you submit.",
        "The right answers: when you have no attempt left.",
        "Start the clock?",
    ):
        assert words in page


def test_extra_time_and_attempts_are_counted_in(pupil, student, teacher, course):
    quiz = make_quiz(course, [make_question(course)], time_limit_minutes=20)
    Accommodation.objects.create(
        quiz=quiz, student=student, extra_minutes=10, extra_attempts=1, reason="Slow"
    )
    page = text_of(pupil.get(quiz.get_absolute_url()))
    assert "30 minutes from when you start" in page
    assert "2 attempts." in page


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"opens_at": timezone.now() + timedelta(days=1)}, "It opens on"),
        ({"closes_at": timezone.now() - timedelta(days=1)}, "It closed on"),
        ({"items": []}, "This quiz has no questions yet."),
    ],
)
def test_who_cannot_start_reads_why(pupil, course, fields, sentence):
    quiz = make_quiz(course, [make_question(course)])
    for name, value in fields.items():
        setattr(quiz, name, value)
    quiz.save_revision().publish()
    page = text_of(pupil.get(quiz.get_absolute_url()))
    assert sentence in page
    assert f"{quiz.uuid}/start/" not in page
    pupil.post(f"/quizzes/{quiz.uuid}/start/")
    assert not Attempt.objects.exists()


def test_an_exam_opens_when_its_lessons_are_done(pupil, student, course, lessons):
    quiz = make_quiz(course, [make_question(course)])
    quiz.opens_after = [lessons[1]]
    quiz.save_revision().publish()
    assert "First complete “Planets”." in text_of(pupil.get(quiz.get_absolute_url()))
    complete_lesson(student=student, lesson=lessons[1])
    assert "Start" in text_of(pupil.get(quiz.get_absolute_url()))
    pupil.post(f"/quizzes/{quiz.uuid}/start/")
    assert Attempt.objects.count() == 1


def test_starting_twice_leads_to_one_attempt_even_after_it_was_submitted(pupil, quiz):
    for _ in range(2):
        answer = pupil.post(f"/quizzes/{quiz.uuid}/start/", {"number": "1"})
    attempt = Attempt.objects.get()
    assert answer.url == f"/attempts/{attempt.uuid}/"
    submit_attempt(attempt=attempt)
    pupil.post(f"/quizzes/{quiz.uuid}/start/", {"number": "1"})
    assert Attempt.objects.count() == 1
    pupil.post(f"/quizzes/{quiz.uuid}/start/", {"number": "2"})
    assert Attempt.objects.count() == 2


def test_an_open_attempt_is_continued(pupil, quiz, attempt):
    page = text_of(pupil.get(quiz.get_absolute_url()))
    assert f'href="/attempts/{attempt.uuid}/"' in page
    assert "Continue" in page


def test_a_teacher_reads_the_page_and_starts_nothing(client, teacher, quiz):
    client.force_login(teacher)
    page = text_of(client.get(quiz.get_absolute_url()))
    assert "Only students of the course do this." in page


# --- Without a script -------------------------------------------------------------------


@pytest.mark.parametrize("kind", Kind.values)
def test_a_form_keeps_what_was_answered_and_the_page_shows_it_again(
    pupil, student, course, kind
):
    attempt = start_attempt(student=student, quiz=every_kind(course))
    position = position_of(kind)
    fields = right_fields(attempt, position)
    answer = pupil.post(
        f"/attempts/{attempt.uuid}/answers/{position}/", {**fields, "then": "review"}
    )
    assert answer.url == f"/attempts/{attempt.uuid}/review/"
    shown = pupil.get(f"/attempts/{attempt.uuid}/?q={position}").context["questions"][0]
    assert shown.is_answered
    assert shown.text or any(part.given for part in shown.parts)
    before = attempt.answers.get(position=position).response
    pupil.post(f"/attempts/{attempt.uuid}/answers/{position}/", fields)
    assert attempt.answers.get(position=position).response == before


def test_all_right_fields_of_every_kind_earn_full_marks(pupil, student, course):
    attempt = start_attempt(student=student, quiz=every_kind(course, layout="all"))
    fields = {}
    for position in range(1, len(Kind.values) + 1):
        fields |= right_fields(attempt, position)
    pupil.post(f"/attempts/{attempt.uuid}/", {**fields, "then": "stay"})
    submit_attempt(attempt=attempt)
    earned = [
        sum(mark.points for mark in answer.marks.all())
        for answer in attempt.answers.all()
    ]
    assert earned == [1] * 7 + [0]  # a person reads the essay


def test_a_form_leads_to_the_question_that_its_button_names(pupil, attempt):
    answer = pupil.post(
        f"/attempts/{attempt.uuid}/answers/1/",
        {"1-given": "1", "1-choice": "true", "then": "3"},
    )
    assert answer.url == f"/attempts/{attempt.uuid}/?q=3#question-3"


def test_an_attempt_goes_on_at_the_first_question_that_is_not_answered(pupil, attempt):
    save_answer(attempt=attempt, position=1, response={"value": True})
    assert pupil.get(f"/attempts/{attempt.uuid}/").context["here"] == 2


def test_a_question_left_empty_stays_empty(pupil, attempt):
    pupil.post(f"/attempts/{attempt.uuid}/answers/1/", {"1-given": "1"})
    assert attempt.answers.get(position=1).response is None


def test_a_question_is_flagged_and_the_review_says_so(pupil, attempt):
    pupil.post(f"/attempts/{attempt.uuid}/answers/2/", {"2-given": "1", "2-flag": "on"})
    page = text_of(pupil.get(f"/attempts/{attempt.uuid}/review/"))
    assert "To come back to" in page
    assert "3 questions aren’t answered yet." in page


def test_items_with_one_place_are_kept_in_some_order_and_shown_once_more(
    pupil, student, course
):
    quiz = make_quiz(course, [make_question(course, "ordering")])
    attempt = start_attempt(student=student, quiz=quiz)
    fields = dict.fromkeys(right_fields(attempt, 1), "1")
    answer = pupil.post(
        f"/attempts/{attempt.uuid}/answers/1/", {**fields, "then": "review"}
    )
    assert answer.url == f"/attempts/{attempt.uuid}/?q=1#question-1"
    assert len(attempt.answers.get().response["order"]) == 3


def test_a_quiz_is_shown_as_it_was_when_the_attempt_began(pupil, quiz, attempt):
    quiz.title, quiz.layout = "Other", "all"
    quiz.save_revision().publish()
    page = pupil.get(f"/attempts/{attempt.uuid}/")
    assert not page.context["is_on_one_page"]
    assert "Other" not in text_of(page)


def test_after_logging_in_again_a_form_leads_to_its_question(client, student, attempt):
    address = f"/attempts/{attempt.uuid}/answers/2/"
    answer = client.post(address, {"2-given": "1"})
    assert answer.url == f"/accounts/login/?next={address}"
    client.force_login(student)
    assert client.get(address).url == f"/attempts/{attempt.uuid}/?q=2"


# --- With the script --------------------------------------------------------------------


def test_an_answer_is_saved_and_the_script_is_told_when(pupil, attempt):
    status, said = send(pupil, attempt, 1, {"1-given": "1", "1-choice": "true"})
    kept = attempt.answers.get(position=1)
    assert (status, kept.response) == (200, {"value": True})
    assert said["at"] == kept.saved_at.isoformat()
    assert said["is_answered"]


def test_time_alone_changes_no_answer(pupil, attempt):
    send(pupil, attempt, 1, {"1-given": "1", "1-choice": "true", "1-flag": "on"})
    send(pupil, attempt, 1, {}, seconds="40")
    kept = attempt.answers.get(position=1)
    assert (kept.response, kept.is_flagged) == ({"value": True}, True)
    assert kept.seconds_spent == 40


def test_an_older_answer_does_not_replace_one_that_was_given_later_elsewhere(
    pupil, attempt
):
    send(pupil, attempt, 1, {"1-given": "1", "1-choice": "true"})
    late = {"1-given": "1", "1-choice": "false", "age": "600", "seen": ""}
    status, said = send(pupil, attempt, 1, late)
    assert (status, said["code"]) == (409, "newer")
    assert attempt.answers.get(position=1).response == {"value": True}


def test_an_answer_that_waited_is_taken_where_nothing_came_between(pupil, attempt):
    _, said = send(pupil, attempt, 1, {"1-given": "1", "1-choice": "true"})
    waited = {"1-given": "1", "1-choice": "false", "age": "600", "seen": said["at"]}
    assert send(pupil, attempt, 1, waited)[0] == 200
    assert attempt.answers.get(position=1).response == {"value": False}


def test_what_is_sent_twice_because_the_word_was_lost_is_saved(pupil, attempt):
    fields = {"1-given": "1", "1-choice": "true", "age": "600", "seen": ""}
    assert [send(pupil, attempt, 1, fields)[0] for _ in range(2)] == [200, 200]


def test_after_a_lost_word_the_next_answer_goes_on_from_the_one_that_was_saved(
    pupil, attempt
):
    fields = {"1-given": "1", "1-choice": "true", "age": "600", "seen": ""}
    first, again = (send(pupil, attempt, 1, fields)[1] for _ in range(2))
    assert again["at"] == first["at"]
    waited = {"1-given": "1", "1-choice": "false", "age": "60", "seen": again["at"]}
    assert send(pupil, attempt, 1, waited)[0] == 200
    assert attempt.answers.get(position=1).response == {"value": False}


def test_the_script_is_told_what_is_left_by_the_servers_clock(pupil, student, course):
    quiz = make_quiz(
        course, [make_question(course, "true_false")], time_limit_minutes=2
    )
    attempt = start_attempt(student=student, quiz=quiz)
    _, said = send(pupil, attempt, 1, {"1-given": "1", "1-choice": "true"})
    assert 110 < said["seconds_left"] <= 120


@pytest.mark.parametrize(
    "fields",
    [
        {"1-choice": "perhaps"},
        {"1-choice": "true\x00"},
    ],
)
def test_what_is_no_answer_is_refused_with_a_word(pupil, attempt, fields):
    status, said = send(pupil, attempt, 1, {"1-given": "1", **fields})
    assert (status, said["code"]) == (409, "bad_answer")


@pytest.mark.parametrize("noise", ["x", "-5", "9" * 40, "1e3", "٣"])
def test_strange_numbers_do_no_harm(pupil, attempt, noise):
    status, _ = send(
        pupil,
        attempt,
        1,
        {"1-given": "1", "1-choice": "true"},
        seconds=noise,
        age=noise,
        seen=noise,
    )
    assert status == 200


def test_a_session_that_ended_is_told_so_and_nothing_is_kept(client, attempt):
    status, said = send(client, attempt, 1, {"1-given": "1", "1-choice": "true"})
    assert (status, said["error"]) == (401, "Log in again to go on.")
    assert attempt.answers.get(position=1).response is None


def test_a_queue_that_comes_late_is_refused_with_a_word(pupil, attempt):
    submit_attempt(attempt=attempt)
    status, said = send(pupil, attempt, 1, {"1-given": "1", "1-choice": "true"})
    assert (status, said["code"]) == (409, "submitted")
    assert "came too late" in said["error"]


def test_forms_without_the_token_are_refused(student, attempt):
    from django.test import Client

    careful = Client(enforce_csrf_checks=True)
    careful.force_login(student)
    address = f"/attempts/{attempt.uuid}/answers/1/"
    assert careful.post(address, {"1-given": "1"}).status_code == 403


# --- The clock --------------------------------------------------------------------------


def test_a_look_at_an_attempt_whose_time_is_up_submits_it(pupil, attempt):
    save_answer(attempt=attempt, position=1, response={"value": True})
    end(attempt)
    answer = pupil.get(f"/attempts/{attempt.uuid}/", follow=True)
    attempt.refresh_from_db()
    assert (attempt.submitted_by, attempt.points) == ("clock", 1)
    assert "The clock submitted it when time was up." in text_of(answer)


@pytest.mark.parametrize("page", ["result/", "review/"])
def test_so_does_a_look_at_any_of_its_pages(pupil, attempt, page):
    end(attempt)
    pupil.get(f"/attempts/{attempt.uuid}/{page}")
    attempt.refresh_from_db()
    assert not attempt.is_open


def test_so_does_a_look_at_the_quiz(pupil, quiz, attempt):
    end(attempt)
    page = text_of(pupil.get(quiz.get_absolute_url()))
    assert "Start again" in page


def test_the_task_submits_what_is_over_and_can_run_twice(attempt):
    end(attempt)
    submit_what_is_over()
    attempt.refresh_from_db()
    submitted_at = attempt.submitted_at
    submit_what_is_over()
    attempt.refresh_from_db()
    assert (attempt.submitted_at, attempt.submitted_by) == (submitted_at, "clock")


def test_the_task_leaves_what_has_time(attempt):
    submit_what_is_over()
    attempt.refresh_from_db()
    assert attempt.is_open


# --- What changes meanwhile -------------------------------------------------------------


def test_a_quiz_that_is_unpublished_meanwhile_is_taken_to_its_end(pupil, quiz, attempt):
    quiz.unpublish()
    assert pupil.get(f"/attempts/{attempt.uuid}/").status_code == 200
    assert send(pupil, attempt, 1, {"1-given": "1", "1-choice": "true"})[0] == 200
    page = pupil.post(f"/attempts/{attempt.uuid}/submit/", follow=True)
    assert "1 of 3 points" in text_of(page)


@pytest.mark.parametrize("status", ["paused", "dropped"])
def test_who_no_longer_studies_may_not_go_on_and_loses_nothing(
    pupil, student, attempt, status
):
    send(pupil, attempt, 1, {"1-given": "1", "1-choice": "true"})
    Enrolment.objects.filter(student=student).update(status=status)
    assert pupil.get(f"/attempts/{attempt.uuid}/").status_code == 403
    code, said = send(pupil, attempt, 1, {"1-given": "1", "1-choice": "false"})
    assert (code, said["code"]) == (403, "denied")
    assert pupil.post(f"/attempts/{attempt.uuid}/submit/").status_code == 403
    assert pupil.post(f"/attempts/{attempt.uuid}/", {}).status_code == 403
    Enrolment.objects.filter(student=student).update(status="active")
    assert attempt.answers.get(position=1).response == {"value": True}
    assert pupil.get(f"/attempts/{attempt.uuid}/").status_code == 200


def test_the_clock_goes_on_for_who_is_paused(student, attempt):
    Enrolment.objects.filter(student=student).update(status="paused")
    end(attempt)
    submit_what_is_over()
    attempt.refresh_from_db()
    assert not attempt.is_open


def test_nobody_else_answers_for_a_student(client, stranger, teacher, admin, attempt):
    for person, status in ((stranger, 404), (teacher, 403), (admin, 403)):
        client.force_login(person)
        address = f"/attempts/{attempt.uuid}/answers/1/"
        fields = {"1-given": "1", "1-choice": "true"}
        assert client.post(address, fields).status_code == status
        assert client.post(f"/attempts/{attempt.uuid}/submit/").status_code == status
    assert not Answer.objects.exclude(response=None).exists()


# --- Where it was worked on -------------------------------------------------------------


def test_each_new_address_is_noted_once(pupil, quiz):
    pupil.post(
        f"/quizzes/{quiz.uuid}/start/",
        REMOTE_ADDR="192.0.2.1",
        headers={"User-Agent": "Lynx"},
    )
    attempt = Attempt.objects.get()
    for address in ("192.0.2.1", "192.0.2.2", "192.0.2.2"):
        pupil.post(
            f"/attempts/{attempt.uuid}/answers/1/",
            {"1-given": "1", "1-choice": "true"},
            REMOTE_ADDR=address,
            headers={"User-Agent": "Lynx"},
        )
    seen = AttemptAddress.objects.values_list("address", "browser")
    assert list(seen) == [("192.0.2.1", "Lynx"), ("192.0.2.2", "Lynx")]


# --- What it costs ----------------------------------------------------------------------


def long_attempt(student, course, count, **fields):
    questions = [make_question(course) for _ in range(count)]
    return start_attempt(student=student, quiz=make_quiz(course, questions, **fields))


def test_saving_one_answer_takes_eight_queries_at_most(pupil, student, course):
    quiz = make_quiz(course, [make_question(course) for _ in range(5)])
    pupil.post(f"/quizzes/{quiz.uuid}/start/")
    attempt = Attempt.objects.get()
    fields = right_fields(attempt, 1)
    with CaptureQueriesContext(connection) as queries:
        status, _ = send(pupil, attempt, 1, fields)
    assert status == 200
    assert len(queries) <= 8


def test_submitting_fifty_questions_takes_fifteen_queries_at_most(
    pupil, student, course
):
    first = long_attempt(student, course, 50, attempts_allowed=2)
    submit_attempt(attempt=first)  # the gradebook has its column
    attempt = start_attempt(student=student, quiz=first.quiz)
    pupil.get("/dashboard/")
    with CaptureQueriesContext(connection) as queries:
        pupil.post(f"/attempts/{attempt.uuid}/submit/")
    attempt.refresh_from_db()
    assert attempt.is_marked
    assert len(queries) <= 15


@pytest.mark.parametrize("layout", ["one", "all"])
def test_the_page_of_an_attempt_costs_the_same_whatever_its_length(
    pupil, student, course, layout
):
    counts = []
    for count in (5, 50):
        attempt = long_attempt(student, course, count, layout=layout)
        for page in ("", "review/"):
            pupil.get(f"/attempts/{attempt.uuid}/{page}")
        with CaptureQueriesContext(connection) as queries:
            for page in ("", "review/"):
                pupil.get(f"/attempts/{attempt.uuid}/{page}")
        counts.append(len(queries))
    assert counts[0] == counts[1]
    if layout == "one":
        assert len(pupil.get(f"/attempts/{attempt.uuid}/").content) < 60_000
