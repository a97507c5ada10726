"""Teachers bring questions in and take them out by themselves (ASM-10)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessment.formats.reading import read_questions
from assessment.models import Question, QuestionImport
from assessment.services import imports
from assessment.tests.factories import make_question
from common.imports import KEPT_FOR
from common.tasks import forget_old_imports
from tests.factories import make_course

pytestmark = pytest.mark.django_db

GIFT = "::Red::Which is red?{=Mars}\n\n::Round::{~a ~b}\n\nA text.\n"


@pytest.fixture
def desk(client, teacher, course):
    client.force_login(teacher)
    return client


def upload(desk, course, text=GIFT, name="questions.txt"):
    content = text if isinstance(text, bytes) else text.encode()
    file = SimpleUploadedFile(name, content, "text/plain")
    return desk.post(
        reverse("question_import"), {"course": course.pk, "file": file}, follow=True
    )


def say_the_word(desk, capture, **data):
    question_import = QuestionImport.objects.get()
    address = reverse("question_import_report", args=[question_import.uuid])
    with capture(execute=True):
        desk.post(address, data)
    question_import.refresh_from_db()
    return question_import, desk.get(address).content.decode()


def test_uploading_makes_nothing_and_tells_what_would_become_of_each_question(
    desk, course
):
    page = upload(desk, course).content.decode()
    assert not Question.objects.exists()
    assert "1 question taken as it is" in page
    assert "1 question taken with a remark" in page
    assert "1 question left out" in page
    assert "No choice is right" in page
    assert "not a question" in page
    assert "line 5" in page


def test_the_word_makes_drafts_and_the_file_is_forgotten(
    desk, course, django_capture_on_commit_callbacks
):
    upload(desk, course)
    done, page = say_the_word(desk, django_capture_on_commit_callbacks)
    assert done.status == QuestionImport.Status.DONE
    assert not done.content
    assert "2 drafts are in the bank of “Astronomy”" in page
    drafts = Question.objects.order_by("pk")
    assert [(each.title, each.live, each.course) for each in drafts] == [
        ("Red", False, course),
        ("Round", False, course),
    ]


def test_saying_the_word_twice_makes_one_set_of_drafts(
    desk, course, django_capture_on_commit_callbacks
):
    upload(desk, course)
    say_the_word(desk, django_capture_on_commit_callbacks)
    _done, page = say_the_word(desk, django_capture_on_commit_callbacks)
    assert "started already" in page
    assert Question.objects.count() == 2


def test_questions_that_are_there_already_can_stay_out(
    desk, course, django_capture_on_commit_callbacks
):
    make_question(course, title="Red")
    page = upload(desk, course).content.decode()
    assert "Leave out 1 question whose title is in the bank already" in page
    say_the_word(desk, django_capture_on_commit_callbacks, skip="on")
    titles = Question.objects.order_by("pk").values_list("title", flat=True)
    assert list(titles) == ["Red", "Round"]


def test_a_file_that_can_not_be_read_is_answered_with_one_sentence(desk, course):
    page = upload(desk, course, b"\x89PNG\0").content.decode()
    assert "text in UTF-8" in page
    assert not QuestionImport.objects.exists()


def test_nobody_brings_questions_into_the_course_of_somebody_else(
    desk, course, other_teacher
):
    other = make_course(other_teacher, "Geology", code="GEO-1")
    upload(desk, other)
    assert not QuestionImport.objects.exists()


def test_the_report_of_somebody_else_is_not_there(desk, course, client, other_teacher):
    make_course(other_teacher, "Geology", code="GEO-1")
    upload(desk, course)
    address = reverse(
        "question_import_report", args=[QuestionImport.objects.get().uuid]
    )
    client.force_login(other_teacher)
    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 404


def test_whoever_teaches_no_more_makes_no_drafts(
    desk, course, teacher, other_teacher, django_capture_on_commit_callbacks
):
    upload(desk, course)
    question_import = QuestionImport.objects.get()
    imports.start(question_import=question_import, skips_known=False)
    course.teacher_rows.all().delete()
    question_import.refresh_from_db()
    imports.run(question_import)
    assert question_import.status == QuestionImport.Status.FAILED
    assert not Question.objects.exists()


def test_an_import_that_fails_makes_nothing_and_says_so(
    desk, course, monkeypatch, django_capture_on_commit_callbacks
):
    upload(desk, course)
    question_import = QuestionImport.objects.get()
    question_import.status = QuestionImport.Status.RUNNING
    save = Question.save_revision

    def break_the_second(self, *args, **kwargs):
        if self.title == "Round":
            raise ConnectionError
        return save(self, *args, **kwargs)

    monkeypatch.setattr(Question, "save_revision", break_the_second)
    with pytest.raises(ConnectionError):
        imports.run(question_import)
    assert not Question.objects.exists()
    assert "nothing was imported" in question_import.error
    assert question_import.content


def test_old_imports_are_forgotten(desk, course):
    upload(desk, course)
    old = QuestionImport.objects.get()
    QuestionImport.objects.update(uploaded_at=old.uploaded_at - KEPT_FOR * 2)
    forget_old_imports()
    assert not QuestionImport.objects.exists()


def test_the_report_takes_as_many_queries_for_many_questions_as_for_one(
    desk, course, django_capture_on_commit_callbacks
):
    counts = []
    for number in (1, 30):
        QuestionImport.objects.all().delete()
        upload(desk, course, "".join(f"::q {n}::x{{T}}\n\n" for n in range(number)))
        done, _page = say_the_word(desk, django_capture_on_commit_callbacks)
        address = reverse("question_import_report", args=[done.uuid])
        desk.get(address)
        with CaptureQueriesContext(connection) as queries:
            desk.get(address)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def exported(desk, course, **asked):
    asked = {"course": course.pk, "format": "gift", **asked}
    page = desk.get(reverse("question_export"), asked).content.decode()
    return page, desk.get(reverse("question_export_file"), asked)


def test_what_goes_out_is_told_before(desk, course):
    make_question(course, "single_choice", title="Choice")
    make_question(course, "ordering", title="Order")
    page, file = exported(desk, course)
    assert "1 question just as it is" in page
    assert "1 question with a remark" in page
    assert "Download 1 question" in page
    assert (
        file.headers["Content-Disposition"]
        == 'attachment; filename="ast-1-questions.txt"'
    )
    [outcome] = read_questions("x", file.content)
    assert outcome.item.title == "Choice"


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ({}, ["Choice", "Essay", "Red"]),
        ({"kind": "essay"}, ["Essay"]),
        ({"tag": "moons"}, ["Red"]),
        ({"kind": "essay", "tag": "moons"}, []),
    ],
)
@pytest.mark.parametrize("format", ["moodle_xml", "qti_2_1", "qti_3_0"])
def test_questions_are_chosen_by_kind_and_tag(desk, course, format, asked, titles):
    make_question(course, "single_choice", title="Choice")
    make_question(course, "essay", title="Essay", draft=True)
    red = make_question(course, "true_false", title="Red")
    red.tags.add("moons")
    red.save()
    page, file = exported(desk, course, format=format, **asked)
    if not titles:
        assert "No question fits" in page
        return
    assert [each.item.title for each in read_questions("x", file.content)] == titles


def test_single_questions_are_chosen_by_their_number(desk, course):
    one = make_question(course, "essay", title="One")
    make_question(course, "essay", title="Two")
    three = make_question(course, "essay", title="Three")
    page, file = exported(desk, course, question=[one.pk, three.pk])
    assert page.count('type="hidden" name="question"') == 2
    titles = [each.item.title for each in read_questions("x", file.content)]
    assert sorted(titles) == ["One", "Three"]


def test_nobody_takes_out_the_questions_of_another_course(desk, course, other_teacher):
    other = make_course(other_teacher, "Geology", code="GEO-1")
    secret = make_question(other, "essay", title="Secret")
    page, file = exported(desk, other)
    assert "Secret" not in page
    assert file.status_code == 302
    page, file = exported(desk, course, question=[secret.pk])
    assert "Secret" not in page
    assert file.status_code == 302
