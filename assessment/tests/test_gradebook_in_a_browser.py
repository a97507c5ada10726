"""The gradebook in a real browser: by keyboard, by a teacher and a student (ASM-06)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from assessment.models import Grade, GradeItem
from assessment.tests.factories import make_assignment, make_question, make_quiz
from assessment.tests.grades import add_grades, give, make_category, make_item
from home.tests.students import add_students
from learning.models import Enrolment
from tests.browser import PHONE, flaws

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def exam(course, student, teacher):
    """A course with categories, a quiz, an assignment, an exam and a few graded students."""
    yesterday = timezone.now() - timedelta(days=1)
    homework = make_category(course, "Homework", weight=30, drop_lowest=1)
    items = [make_item(course, category=homework) for _number in range(9)]
    students = [each.student for each in add_students(12, course)]
    Enrolment.objects.update(enrolled_at=yesterday - timedelta(days=9))
    add_grades(items, students)
    make_quiz(course, [make_question(course)], title="Planets")
    make_assignment(course, title="Essay", due_at=yesterday)
    give(items[0], student, None, reason="excused", is_excused=True, by=teacher)
    give(items[1], student, 4, by=teacher, comment="Look at page 3 again.")
    exam = make_item(course, "Oral exam", category=make_category(course, "Exams"))
    give(exam, students[0], 6, by=teacher)
    return exam


def test_a_teacher_enters_marks_by_keyboard_and_the_student_plays_with_them(
    browser, teacher, student, course, exam
):
    page = browser.open(
        reverse("assessment:marks", args=[course.pk, exam.uuid]), user=teacher
    )
    page.get_by_label("Marks of Many 001").focus()
    for marks in ("7.5", "8", "9,5"):
        page.keyboard.type(marks)
        page.keyboard.press("Enter")
    page.get_by_label("Marks of Stella Tester").fill("6")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")  # the last Enter comes to the button
    page.get_by_text("4 marks were saved.").wait_for()
    assert Grade.objects.filter(item=exam, student=student).get().points == 6

    page = browser.open(
        reverse("assessment:my_grades", args=[course.pk]), user=student, screen=PHONE
    )
    results = page.locator("#grade-results")
    results.get_by_text("Your result so far").wait_for()
    page.get_by_label("What if: marks of 10 for Oral exam").fill("10")
    results.get_by_text("With the marks you try out").wait_for()
    assert Grade.objects.filter(item=exam, student=student).count() == 1


def test_the_table_is_walked_by_keyboard_and_a_grade_changed_in_its_place(
    browser, teacher, student, course, exam
):
    page = browser.open(reverse("assessment:gradebook", args=[course.pk]), user=teacher)
    page.locator("tbody td").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    marks = dialog.get_by_label("Marks of 10")
    # A form takes the focus once htmx will send it: before, the browser would, and leave the page.
    expect(marks).to_be_focused()
    assert dialog.get_by_role("heading", name="Many 001").is_visible()
    page.keyboard.type("99")
    page.keyboard.press("Enter")
    dialog.get_by_text("Marks go from 0 to 10.").wait_for()
    expect(marks).to_be_focused()
    marks.fill("9.25")
    page.keyboard.press("Enter")
    dialog.wait_for(state="hidden")
    cell = page.locator("tbody tr").nth(1).locator("td").nth(1)
    assert cell.inner_text() == "9.25"
    assert cell.evaluate("cell => cell === document.activeElement")

    page.get_by_label("Name").fill("stella")
    shown = page.locator(".gradebook tbody tr:not([hidden])")
    expect(shown).to_have_count(1)
    assert shown.locator("th").inner_text() == "Stella Tester"


def test_every_screen_is_readable_by_everybody(browser, teacher, student, course, exam):
    enrolment = Enrolment.objects.get(student=student)
    quiz = GradeItem.objects.get(title="Planets").quiz
    screens = [
        ("gradebook", []),
        ("gradebook_settings", []),
        ("marks", [exam.uuid]),
        ("import_marks", []),
        ("new_grade_item", []),
        ("exam_dates", [quiz.uuid]),
        ("student_grades", [enrolment.uuid]),
        ("grade_cell", [enrolment.uuid, exam.uuid]),
    ]
    found = []
    for name, args in screens:
        address = reverse(f"assessment:{name}", args=[course.pk, *args])
        found += flaws(browser.open(address, user=teacher))
    own = reverse("assessment:my_grades", args=[course.pk])
    found += flaws(browser.open(own, user=student))
    found += flaws(browser.open(reverse("home:dashboard"), user=student))
    assert found == []
