"""The teacher's screens of the gradebook: the table, one grade, the columns of marks, the settings (ASM-06)."""

import io
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from assessment.models import Grade, GradeCategory, GradeItem, GradingScheme
from assessment.tests.factories import make_assignment, make_question, make_quiz
from assessment.tests.grades import (
    add_grades,
    add_items,
    give,
    make_category,
    make_item,
)
from home.tests.students import add_students
from learning.models import Enrolment
from tests.factories import enrol, make_course, make_user
from tests.many import count_queries

pytestmark = pytest.mark.django_db
MOST_QUERIES = 20


@pytest.fixture
def asked(client, teacher, course):
    client.force_login(teacher)

    def asked(name="gradebook", *args, user=None, **query):
        if user:
            client.force_login(user)
        return client.get(address(name, *args), query)

    def address(name, *args):
        return reverse(f"assessment:{name}", args=[course.pk, *args])

    asked.address = address
    asked.html = lambda *args, **query: asked(*args, **query).content.decode()
    return asked


@pytest.fixture
def people(course):
    """Three students, the best of them in the middle of the alphabet."""
    found = []
    for name in ("ada", "ben", "cleo"):
        found.append(make_user(name, last_name=name.title()))
        enrol(found[-1], course)
    return found


@pytest.fixture
def item(course, people):
    item = make_item(course, "Oral exam")
    for student, points in zip(people, ("4", "9.5"), strict=False):
        give(item, student, points)
    return item


def names_in(html):
    body = html[html.index("<tbody>") :]
    return [name for name in ("Ada", "Ben", "Cleo") if f"{name} {name}<" in body]


def order_in(html):
    body = html[html.index("<tbody>") : html.index("</tbody>")]
    return sorted(names_in(html), key=lambda name: body.index(f"{name} {name}<"))


# --- The table ----------------------------------------------------------------------


def test_a_course_without_anything_graded_says_what_to_do(asked):
    assert "Nothing is graded in this course yet" in asked.html()
    make_item_html = asked.html("new_grade_item")
    assert "oral exam" in make_item_html


def test_a_course_without_students_says_so(asked, course):
    make_item(course)
    assert "Nobody studies this course yet" in asked.html()


def test_the_table_shows_marks_states_and_results(asked, course, item, people):
    due = timezone.now() - timedelta(days=1)
    Enrolment.objects.update(enrolled_at=due - timedelta(days=9))
    make_assignment(course, title="Essay", due_at=due)
    html = asked.html()
    assert "<td>9.5</td>" in html
    assert '<td class="m">missing</td>' in html
    assert "47.5&nbsp;% <b>F</b>" in html
    assert "Exam, of 10" in html


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("", ["Ada", "Ben", "Cleo"]),
        ("-name", ["Cleo", "Ben", "Ada"]),
        ("-result", ["Ben", "Ada", "Cleo"]),
        ("result", ["Ada", "Ben", "Cleo"]),
        ("nonsense", ["Ada", "Ben", "Cleo"]),
    ],
)
def test_the_table_is_sorted_and_who_has_nothing_comes_last(asked, item, sort, order):
    assert order_in(asked.html(sort=sort)) == order


def test_the_table_is_sorted_by_an_item(asked, course, item, people):
    other = make_item(course)
    give(other, people[2], 10)
    assert order_in(asked.html(sort=f"-{item.uuid}")) == ["Ben", "Ada", "Cleo"]
    assert 'aria-sort="descending"' in asked.html(sort=f"-{item.uuid}")


def test_students_are_found_by_name(asked, item):
    assert names_in(asked.html(q="BEN")) == ["Ben"]
    assert "Nobody fits this search" in asked.html(q="zoe")


def test_who_left_is_shown_on_request_and_keeps_the_grades(asked, item, people):
    Enrolment.objects.filter(student=people[1]).update(status="dropped")
    assert names_in(asked.html()) == ["Ada", "Cleo"]
    assert "<td>9.5</td>" in asked.html(who="all")


def test_names_are_shown_as_they_are_written(asked, course, item):
    make_item(course, "<script>alert(1)</script>")
    enrol(make_user("evil", first_name="<img src=x>"), course)
    html = asked.html()
    assert "<script>alert" not in html
    assert "<img src=x>" not in html
    assert "&lt;img src=x&gt;" in html


def test_the_page_asks_as_often_for_5_students_and_items_as_for_60(
    client, asked, course
):
    def grow(students, items):
        people = [each.student for each in add_students(students, course)]
        category = make_category(course)
        add_grades(add_items(course, items, category=category), people)
        return count_queries(client, asked.address("gradebook"))

    few = grow(5, 5)
    assert grow(55, 20) == few
    assert few <= MOST_QUERIES


# --- Files --------------------------------------------------------------------------


def test_the_csv_has_a_line_for_each_student_and_runs_no_formula(asked, course, item):
    enrol(make_user("evil", first_name="=1+1", last_name="x"), course)
    lines = asked.html("gradebook_csv").splitlines()
    assert lines[0] == "\ufeffName,Username,Email,Oral exam [10],Percent,Letter"
    assert "Ben Ben,ben,ben@example.org,9.5,95.0,A" in lines
    assert "'=1+1 x,evil,evil@example.org,,," in lines


def test_the_workbook_has_numbers_as_numbers_and_texts_as_texts(asked, course, item):
    enrol(make_user("evil", first_name="=1+1", last_name="x"), course)
    sheet = load_workbook(io.BytesIO(asked("gradebook_xlsx").content)).active
    rows = {row[1].value: row for row in sheet.iter_rows()}
    assert (rows["ben"][3].value, rows["ben"][3].data_type) == (9.5, "n")
    assert (rows["evil"][0].value, rows["evil"][0].data_type) == ("=1+1 x", "s")


# --- One grade ----------------------------------------------------------------------


@pytest.fixture
def cell_of(asked, item, people):
    enrolment = Enrolment.objects.get(student=people[1])
    return asked.address("grade_cell", enrolment.uuid, item.uuid)


def test_one_grade_is_changed_and_its_history_shown(client, asked, cell_of, item):
    seen = item.grades.last().pk
    answer = client.post(
        cell_of, {"points": "7,5", "comment": "Look again.", "seen": seen}, follow=True
    )
    assert "7.5 of 10" in answer.content.decode()
    assert "9.5 of 10" in answer.content.decode()
    assert "Entered by hand, Tara Tester" in answer.content.decode()


def test_a_refused_grade_keeps_what_was_typed(client, asked, cell_of, item):
    seen = item.grades.last().pk
    html = client.post(cell_of, {"points": "11", "seen": seen}).content.decode()
    assert "Marks go from 0 to 10." in html
    assert 'value="11"' in html
    html = client.post(cell_of, {"points": "ten", "seen": seen}).content.decode()
    assert "Enter a number." in html
    assert item.grades.count() == 2


def test_who_saves_over_another_is_told_and_may_decide(
    client, asked, cell_of, item, people, other_teacher
):
    seen = item.grades.last().pk
    newer = give(item, people[1], 2, by=other_teacher)
    html = client.post(cell_of, {"points": "8", "seen": seen}).content.decode()
    assert "Otto Tester graded this in the meantime" in html
    assert f'name="seen" value="{newer.pk}"' in html
    client.post(cell_of, {"points": "8", "seen": newer.pk})
    assert item.grades.last().points == 8


def test_the_dialog_gets_the_row_as_it_is_drawn_in_the_table(
    client, asked, cell_of, item
):
    part = client.get(cell_of, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    answer = client.post(
        cell_of,
        {"points": "8", "seen": item.grades.last().pk},
        headers={"HX-Request": "true"},
    )
    row = answer.content.decode()
    assert answer.headers["HX-Retarget"] == f"#{row.split(chr(34))[1]}"
    assert row in asked.html()


def test_an_item_of_another_course_is_not_there(client, asked, item, other_teacher):
    other = make_item(make_course(other_teacher))
    enrolment = Enrolment.objects.first()
    address = asked.address("grade_cell", enrolment.uuid, other.uuid)
    assert client.get(address).status_code == 404
    assert client.post(address, {"points": 1}).status_code == 404


# --- A column of marks --------------------------------------------------------------


def filled(answer, **changes):
    """Return what the form would send as it stands, with `changes`."""
    data = {}
    for line in answer.context["lines"]:
        form = line.form
        for name in ("points", "comment"):
            data[f"{form.prefix}-{name}"] = form[name].value() or ""
        data[f"{form.prefix}-seen"] = line.seen
        if form["is_excused"].value():
            data[f"{form.prefix}-is_excused"] = "on"
    return data | changes


def test_a_column_of_marks_is_saved_and_only_what_changed_is_added(
    client, asked, item, people
):
    address = asked.address("marks", item.uuid)
    ada, _ben, cleo = (Enrolment.objects.get(student=each).pk for each in people)
    data = filled(
        client.get(address), **{f"{ada}-is_excused": "on", f"{cleo}-points": "6,5"}
    )
    answer = client.post(address, data, follow=True)
    assert "2 marks were saved." in answer.content.decode()
    assert Grade.objects.count() == 4
    assert client.post(address, filled(client.get(address)), follow=True).context[
        "messages"
    ]
    assert Grade.objects.count() == 4


def test_a_wrong_line_is_named_and_nothing_is_saved(client, asked, item, people):
    address = asked.address("marks", item.uuid)
    ada, ben, cleo = (Enrolment.objects.get(student=each).pk for each in people)
    for wrong in ({f"{cleo}-points": "60"}, {f"{cleo}-points": "six"}):
        data = filled(client.get(address), **{f"{ada}-points": "5"}, **wrong)
        html = client.post(address, data).content.decode()
        assert "One line has a mistake. Nothing was saved yet." in html
        assert f'name="{ada}-points" value="5"' in html
    assert Grade.objects.count() == 2


def test_marks_that_came_meanwhile_are_told_beside_the_line(
    client, asked, item, people, other_teacher
):
    address = asked.address("marks", item.uuid)
    ada = Enrolment.objects.get(student=people[0]).pk
    data = filled(client.get(address), **{f"{ada}-points": "5"})
    newer = give(item, people[0], 3, by=other_teacher)
    html = client.post(address, data).content.decode()
    assert "Otto Tester graded this in the meantime" in html
    assert f'name="{ada}-seen" value="{newer.pk}"' in html


def test_the_column_of_marks_costs_the_same_for_many(client, asked, course, item):
    address = asked.address("marks", item.uuid)
    few = count_queries(client, address)
    add_students(40, course)
    assert count_queries(client, address) == few
    data = filled(client.get(address))
    ungraded = [key for key in data if key.endswith("-points") and not data[key]]
    with CaptureQueriesContext(connection) as queries:
        client.post(address, data | dict.fromkeys(ungraded, "5"))
    assert len(queries) <= MOST_QUERIES + 4
    assert Grade.objects.count() == 2 + len(ungraded)


# --- Items and what counts ----------------------------------------------------------


def test_an_item_that_is_marked_outside_is_added(client, asked, course, lessons):
    answer = client.post(
        asked.address("new_grade_item"),
        {
            "title": "Telescope",
            "sort": "practical",
            "max_points": "20",
            "due_at": "2026-03-01T10:00",
            "lesson": lessons[0].pk,
        },
    )
    item = GradeItem.objects.get()
    assert answer.url == asked.address("marks", item.uuid)
    assert (item.course, item.sort, item.lesson.pk) == (
        course,
        "practical",
        lessons[0].pk,
    )


def test_an_item_for_nothing_or_in_another_courses_category_is_refused(
    client, asked, other_teacher
):
    foreign = make_category(make_course(other_teacher))
    data = {"title": "Oral", "sort": "exam", "max_points": "0", "category": foreign.pk}
    answer = client.post(asked.address("new_grade_item"), data)
    assert set(answer.context["form"].errors) == {"max_points", "category"}


def test_an_item_of_a_quiz_is_edited_where_it_is_written(client, asked, course):
    quiz = make_quiz(course, [make_question(course)])
    item = GradeItem.objects.get(quiz=quiz)
    answer = client.get(asked.address("edit_grade_item", item.uuid))
    assert answer.url == asked.address("gradebook_settings")


def test_an_item_with_grades_is_not_deleted(client, asked, item):
    answer = client.post(asked.address("delete_grade_item", item.uuid), follow=True)
    assert "no grade is lost" in answer.content.decode()
    assert GradeItem.objects.exists()


@pytest.fixture
def settings_form(client, asked):
    """Return what the settings' form would send as it stands, with changes."""

    def settings_form(**changes):
        context = client.get(asked.address("gradebook_settings")).context
        data = {}
        for formset in (context["scale"], context["categories"], context["items"]):
            for form in [formset.management_form, *formset.forms]:
                for field in form:
                    value = field.value()
                    if value is not None and value is not False:
                        data[field.html_name] = value
        return data | changes

    return settings_form


def test_saving_the_settings_as_they_stand_changes_nobodys_result(
    client, asked, item, settings_form
):
    make_category(item.course, "Exams")
    answer = client.post(
        asked.address("gradebook_settings"), settings_form(), follow=True
    )
    assert "Saved. Nobody&#x27;s result changes." in answer.content.decode()
    assert GradingScheme.objects.get().scale[-1] == ["F", "0"]
    assert GradeCategory.objects.count() == 1


def test_categories_weights_and_the_scale_are_changed_together(
    client, asked, item, settings_form
):
    address = asked.address("gradebook_settings")
    data = settings_form(
        **{
            "categories-0-name": "Exams",
            "categories-0-weight": "40",
            "categories-0-drop_lowest": "1",
            "items-0-weight": "2.5",
            "scale-0-letter": "Pass",
            "scale-0-lowest": "96",
        }
    )
    answer = client.post(address, data, follow=True)
    assert "The result of 1 student changes" in answer.content.decode()
    category = GradeCategory.objects.get()
    assert (category.weight, category.drop_lowest) == (40, 1)
    item.refresh_from_db()
    assert item.weight == Decimal("2.5")
    client.post(address, settings_form(**{"items-0-category": category.pk}))
    item.refresh_from_db()
    assert item.category == category
    client.post(address, settings_form(**{"categories-0-DELETE": "on"}))
    item.refresh_from_db()
    assert item.category is None


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"scale-0-lowest": "70"}, "have to go down"),
        ({"scale-4-lowest": "10"}, "has to begin at 0"),
        ({"scale-1-letter": "a"}, "stands there twice"),
        ({"scale-0-lowest": "101"}, "less than or equal to 100"),
        (
            {f"scale-{place}-DELETE": "on" for place in range(5)},
            "at least one letter",
        ),
        (
            {"categories-0-name": "Exams", "categories-1-name": "exams"},
            "have the same name",
        ),
        (
            {"categories-0-name": "Exams", "categories-0-weight": "-1"},
            "greater than or equal to 0",
        ),
    ],
)
def test_settings_that_make_no_sense_are_refused_and_kept_on_the_page(
    client, asked, item, settings_form, changes, sentence
):
    answer = client.post(asked.address("gradebook_settings"), settings_form(**changes))
    assert sentence in answer.content.decode()
    assert not GradingScheme.objects.exists()
    assert not GradeCategory.objects.exists()
