"""ASM-02, ASM-08: nothing that says what is right leaves the server before it is allowed, whatever is asked."""

import re
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.images.tests.utils import get_test_image_file

from assessment.keys import items_of
from assessment.models import Kind
from assessment.services.attempts import save_answer, start_attempt, submit_attempt
from assessment.tests.factories import make_question, make_quiz
from assessment.tests.quiz_screens import (
    SECRET,
    asked_at,
    every_kind,
    position_of,
    right_fields,
    send,
)
from catalog.models import CourseDocument, CourseImage
from common.blocks import LessonStreamBlock
from learning.models import Enrolment

pytestmark = pytest.mark.django_db

TELL_TALE = (SECRET, "987654", "is_right", "credit", "tolerance", "feedback_true")


@pytest.fixture
def pupil(client, student):
    client.force_login(student)
    return client


def everything_said(response):
    """Return the bytes of an answer: headers, cookies, and body with its comments."""
    head = "".join(f"{name}: {value}\n" for name, value in response.items())
    return head + str(response.cookies) + response.content.decode()


def tales(said):
    return [word for word in TELL_TALE if word in said]


@pytest.mark.parametrize("layout", ["one", "all"])
def test_no_page_of_an_open_attempt_gives_anything_away(pupil, student, course, layout):
    quiz = every_kind(course, layout=layout, attempts_allowed=None)
    said = everything_said(pupil.get(quiz.get_absolute_url()))
    said += everything_said(pupil.post(f"/quizzes/{quiz.uuid}/start/"))
    attempt = quiz.attempts.get()
    for position in range(1, len(Kind.values) + 1):
        said += everything_said(pupil.get(f"/attempts/{attempt.uuid}/?q={position}"))
    for address in (
        f"/attempts/{attempt.uuid}/review/",
        f"/attempts/{attempt.uuid}/result/",
        f"/learn/courses/{course.pk}/assessments/",
        "/dashboard/",
        course.url,
    ):
        said += everything_said(pupil.get(address, follow=True))
    assert tales(said) == []


@pytest.mark.parametrize("kind", Kind.values)
def test_saving_a_right_answer_is_answered_like_saving_a_wrong_one(
    pupil, student, course, kind
):
    attempt = start_attempt(student=student, quiz=every_kind(course))
    position = position_of(kind)
    _, said = send(pupil, attempt, position, right_fields(attempt, position))
    assert set(said) == {"at", "time", "is_answered", "seconds_left"}


def test_an_option_does_not_carry_the_name_of_its_pair(pupil, student, course):
    attempt = start_attempt(student=student, quiz=every_kind(course))
    position = position_of("matching")
    page = pupil.get(f"/attempts/{attempt.uuid}/?q={position}").content.decode()
    values = re.findall(r'value="([^"]*)"', page)
    for id, _pair in items_of(asked_at(attempt, position).body["pairs"]):
        assert f"{position}-pair-{id}" in page
        assert id not in values


@pytest.mark.parametrize("kind", ["ordering", "matching"])
def test_the_order_on_the_page_is_drawn_for_each_attempt(student, course, kind):
    """Neither the items to sort nor the options stand as they were written."""
    from assessment.arranging import option_ids, part_ids

    question = make_question(
        course,
        kind,
        body={"items": [f"<p>{n}</p>" for n in range(6)]}
        if kind == "ordering"
        else {"pairs": [{"prompt": f"<p>{n}</p>", "match": str(n)} for n in range(6)]},
    )
    attempt = start_attempt(student=student, quiz=make_quiz(course, [question]))
    body = asked_at(attempt, 1).body
    orders = {
        tuple(
            part_ids(kind, body, seed=seed, position=1, shuffles_choices=False)
            if kind == "ordering"
            else option_ids(kind, body, seed=seed, position=1).values()
        )
        for seed in range(10)
    }
    assert len(orders) > 5


def test_a_result_whose_parts_are_hidden_says_nothing(pupil, student, course):
    quiz = every_kind(
        course, show_score="never", show_feedback="never", show_answers="never"
    )
    attempt = start_attempt(student=student, quiz=quiz)
    submit_attempt(attempt=attempt)
    for address in (
        f"/attempts/{attempt.uuid}/result/",
        quiz.get_absolute_url(),
        f"/learn/courses/{course.pk}/assessments/",
    ):
        said = everything_said(pupil.get(address))
        assert tales(said) == []
        assert not re.search(r"[\d.]+ of [\d.]+ point|Right|Not passed|Passed", said)


def test_while_the_last_attempt_is_open_the_one_before_keeps_its_secrets(
    pupil, student, course
):
    quiz = every_kind(course, attempts_allowed=2, show_feedback="closed")
    first = start_attempt(student=student, quiz=quiz)
    submit_attempt(attempt=first)
    second = start_attempt(student=student, quiz=quiz)
    address = f"/attempts/{first.uuid}/result/"
    assert tales(everything_said(pupil.get(address))) == []
    submit_attempt(attempt=second)
    assert SECRET in everything_said(pupil.get(address))


def test_right_answers_wait_until_the_quiz_has_closed(pupil, student, course):
    quiz = every_kind(
        course,
        show_feedback="closed",
        closes_at=timezone.now() + timedelta(days=1),
    )
    attempt = start_attempt(student=student, quiz=quiz)
    submit_attempt(attempt=attempt)
    address = f"/attempts/{attempt.uuid}/result/"
    said = everything_said(pupil.get(address))
    assert tales(said) == []
    assert "Feedback and the right answers: once the quiz has closed, on " in said
    type(quiz).objects.update(closes_at=timezone.now())
    assert SECRET in everything_said(pupil.get(address))


@pytest.mark.parametrize(
    "address",
    [
        f"/search/?q={SECRET}",
        f"/search/suggest/?q={SECRET}",
        f"/api/v2/pages/?search={SECRET}",
        "/api/v2/pages/?fields=*",
        "/api/v2/questions/",
        "/admin/api/main/pages/?fields=*",
        "/admin/snippets/assessment/question/",
    ],
)
def test_no_other_channel_knows_a_question(pupil, student, course, address):
    start_attempt(student=student, quiz=every_kind(course))
    said = everything_said(pupil.get(address)).replace(address, "")
    assert "What of" not in said
    assert [tale for tale in tales(said) if tale != SECRET] == []
    # A page of results repeats what was searched for, and finds nothing.
    assert "float" not in said


# --- Pictures and files of questions ------------------------------------------------


def question_with_files(course):
    collection = course.team.collection
    image = CourseImage.objects.create(
        title="Map", collection=collection, file=get_test_image_file()
    )
    document = CourseDocument.objects.create(
        title="Sheet",
        collection=collection,
        file=ContentFile(b"0123456789", name="sheet.txt"),
    )
    prompt = [
        (
            "image",
            LessonStreamBlock()
            .child_blocks["image"]
            .to_python(
                {
                    "image": {
                        "image": image.pk,
                        "alt_text": "A map",
                        "decorative": False,
                    },
                    "caption": "",
                    "width": "normal",
                }
            ),
        ),
        ("text", f'<p><a linktype="document" id="{document.pk}">The sheet</a></p>'),
    ]
    question = make_question(course)
    question.prompt = prompt
    question.save_revision().publish()
    return question, image, document


def test_a_picture_of_a_question_opens_to_those_who_are_asked_it(
    client, student, stranger, course
):
    question, image, document = question_with_files(course)
    quiz = make_quiz(course, [question])
    files = [image.get_rendition("max-1600x2400|preserve-svg").file.name]
    files.append(document.file.name)

    def statuses():
        return [client.get(f"/media/{name}").status_code for name in files]

    client.force_login(student)
    assert statuses() == [403, 403]  # a quiz that isn't begun shows nothing yet
    attempt = start_attempt(student=student, quiz=quiz)
    page = client.get(f"/attempts/{attempt.uuid}/").content.decode()
    assert all(f"/media/{name}" in page for name in files)
    assert statuses() == [200, 200]

    # Corrected without them, the question is still shown as it was asked.
    question.prompt = [("text", "<p>Other</p>")]
    question.save_revision().publish()
    assert statuses() == [200, 200]
    Enrolment.objects.filter(student=student).update(status="dropped")
    assert statuses() == [403, 403]
    client.force_login(stranger)
    assert statuses() == [403, 403]


def test_a_page_with_many_pictures_asks_for_them_together(
    pupil, student, course, django_assert_max_num_queries
):
    questions = [question_with_files(course)[0] for _ in range(6)]
    attempt = start_attempt(
        student=student, quiz=make_quiz(course, questions, layout="all")
    )
    pupil.get(f"/attempts/{attempt.uuid}/?q=1")  # makes the renditions
    from catalog.tree import begin_generation

    begin_generation()
    with django_assert_max_num_queries(16):
        pupil.get(f"/attempts/{attempt.uuid}/")


# --- Previews -----------------------------------------------------------------------


@pytest.mark.parametrize("kind", Kind.values)
def test_the_preview_of_a_kind_shows_what_a_student_would_see(kind):
    from assessment.blocks import QuestionStreamBlock

    block = QuestionStreamBlock().child_blocks[kind]
    drawn = block.render(block.get_preview_value())
    assert re.search(r"<(input|select|textarea)", drawn)
    assert "9.81" not in drawn


def test_saved_choices_are_found_again_by_their_ids(student, course):
    attempt = start_attempt(student=student, quiz=every_kind(course))
    choices = items_of(asked_at(attempt, 1).body["choices"])
    save_answer(attempt=attempt, position=1, response={"choice": choices[0][0]})
    assert attempt.answers.get(position=1).response == {"choice": choices[0][0]}
