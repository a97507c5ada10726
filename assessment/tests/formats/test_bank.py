"""Items become drafts in the bank of a course, and drafts become the same items (ASM-10)."""

from dataclasses import replace
from decimal import InvalidOperation

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.rich_text import RichText

from assessment.formats.bank import bring_in, items_of, judged
from assessment.formats.item import File
from assessment.formats.library import Library
from assessment.formats.reading import read_questions
from assessment.formats.sheet import Outcome, State
from assessment.formats.writing import FORMATS
from assessment.keys import key_of
from assessment.models import Kind, Question
from assessment.tests.factories import make_question
from assessment.tests.formats.samples import (
    BODIES,
    EVIL_SVG,
    FLAG,
    HOLLOW_SVG,
    make_item,
)
from catalog.models import CourseImage

pytestmark = pytest.mark.django_db


def said(item):
    """What an item says. A storage may give its picture another name than the file had."""
    [file] = item.files
    text = repr(replace(item, files=()))
    return text.replace(f'src="{file.name}"', 'src="flag.png"'), file.data


@pytest.mark.parametrize("kind", Kind.values)
def test_every_kind_comes_back_from_the_bank_as_it_went_in(course, teacher, kind):
    item = make_item(kind)
    [question] = bring_in([item], course=course, by=teacher)
    [back] = items_of(Question.objects.filter(pk=question.pk))
    assert said(back) == said(item)


@pytest.mark.parametrize("kind", Kind.values)
def test_what_comes_in_is_a_draft_that_could_be_published(course, teacher, kind):
    [question] = bring_in([make_item(kind)], course=course, by=teacher)
    question = Question.objects.get(pk=question.pk)
    assert not question.live
    assert question.latest_revision.user == teacher
    newest = question.get_latest_revision_as_object()
    newest.full_clean()
    newest.answer.stream_block.clean(newest.answer)
    newest.prompt.stream_block.clean(newest.prompt)
    assert key_of(question.kind, question.body)


def test_a_question_of_the_bank_goes_to_every_system_and_back(course, teacher):
    [question] = bring_in([make_item()], course=course, by=teacher)
    [item] = items_of([question])
    for name in ("moodle_xml", "qti_2_1", "qti_3_0"):
        content, _sent = FORMATS[name].write([item])
        assert [each.item for each in read_questions("file", content)] == [item]


def test_a_picture_is_stored_once_however_often_it_is_shown(course, teacher):
    bring_in([make_item(), make_item("essay")], course=course, by=teacher)
    bring_in([make_item()], course=course, by=teacher)
    assert CourseImage.objects.filter(collection=course.team.collection).count() == 1


def test_files_that_the_site_can_not_have_are_left_out_and_said():
    files = (
        File("fine.svg", HOLLOW_SVG),
        File("evil.svg", EVIL_SVG),
        File("liar.png", b"no picture"),
        File("run.exe", b"MZ"),
    )
    html = "".join(f'<p>x<img src="{file.name}" alt="y"></p>' for file in files)
    item = make_item("essay", prompt=html, files=files)
    [outcome] = judged([Outcome("x", item)])
    assert outcome.state == State.APPROXIMATED
    assert [file.name for file in outcome.item.files] == ["fine.svg"]
    reasons = " ".join(outcome.reasons)
    assert "evil.svg" in reasons
    assert "liar.png" in reasons
    assert "run.exe" in reasons


def test_nothing_is_kept_of_an_import_that_fails(course, teacher, monkeypatch):
    stored = []
    store = Library._store

    def note(self, thing, file):
        key = store(self, thing, file)
        stored.append(thing.file.name)
        return key

    monkeypatch.setattr(Library, "_store", note)
    broken = make_item(points="a lot")
    with pytest.raises((ValidationError, InvalidOperation)):
        bring_in([make_item(), broken], course=course, by=teacher)
    assert not Question.objects.exists()
    assert not CourseImage.objects.exists()
    assert stored
    assert not any(default_storage.exists(name) for name in stored)


def test_the_newest_draft_goes_out_not_what_is_live(course):
    question = make_question(course, title="Old")
    newest = question.get_latest_revision_as_object()
    newest.title = "New"
    newest.save_revision()
    question.refresh_from_db()
    assert [item.title for item in items_of([question])] == ["New"]


def test_links_to_pages_and_files_go_out_as_addresses_and_files(
    course, lessons, teacher
):
    image = bring_in([make_item()], course=course, by=teacher)  # a picture to point at
    assert image
    picture = CourseImage.objects.get()
    page = lessons[0]
    question = make_question(course, "single_choice")
    question.prompt = [
        ("text", f'<p><a linktype="page" id="{page.pk}">lesson</a></p>'),
    ]
    question.answer[0].value["choices"][0]["text"] = RichText(
        f'<p><embed embedtype="image" id="{picture.pk}" alt="x" format="left"/></p>'
    )
    question.save_revision()
    [item] = items_of([question])
    assert page.full_url in item.prompt
    assert item.body.choices[0].text.startswith('<img alt="x" src="flag')
    assert item.files[0].data == FLAG.data


def test_going_out_takes_the_same_queries_for_one_and_for_many(course, teacher):
    items = [make_item(kind, title=f"{kind} {n}") for kind in BODIES for n in range(2)]
    bring_in(items, course=course, by=teacher)
    questions = Question.objects.select_related("latest_revision").order_by("pk")
    counts = []
    for number in (1, len(items)):
        with CaptureQueriesContext(connection) as queries:
            assert len(items_of(questions[:number])) == number
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 5
