"""What the editor asks of a course (CAT-02)."""

import pytest

from catalog.models import CoursePage
from tests.factories import enrol, make_course, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def form_of(course):
    """The form of `course`, filled in as it is, with `changes`."""

    def fill(publishing=True, **changes):
        form_class = CoursePage.get_edit_handler().get_form_class()
        page = CoursePage.objects.get(pk=course.pk)
        parent = page.get_parent()
        empty = form_class(instance=page, parent_page=parent)
        data = {
            "title": page.title,
            "slug": page.slug,
            "code": page.code,
            "level": "beginner",
            "language": "en",
            "enrolment_policy": "open",
            "attribution": "null",
            "description-count": 0,
            "objectives-count": 0,
            **changes,
        }
        for name in empty.formsets:
            data |= {f"{name}-TOTAL_FORMS": 0, f"{name}-INITIAL_FORMS": 0}
        form = form_class(data, instance=page, parent_page=parent)
        if not publishing:
            form.defer_required_fields()
        return form

    return fill


def test_a_course_as_it_is_is_fine(form_of):
    assert form_of().errors == {}


def test_a_code_that_is_taken_is_refused_in_words(form_of, other_teacher):
    make_course(other_teacher, code="BIO-1")
    [error] = form_of(code="bio-1").errors["code"]
    assert error == "Another course has the code “BIO-1”. Choose another."


def test_a_slug_of_a_draft_is_taken_too(form_of, other_teacher):
    other = make_course(other_teacher, "Biology", draft=True)
    assert "already in use" in form_of(slug=other.slug).errors["slug"][0]


def test_the_policy_with_a_key_needs_one(form_of):
    assert "enrolment_key" in form_of(enrolment_policy="key").errors
    assert form_of(enrolment_policy="key", enrolment_key="sesame").errors == {}


def test_a_draft_may_lack_its_key(form_of):
    assert form_of(publishing=False, enrolment_policy="key").errors == {}


def test_courses_do_not_wait_for_each_other(form_of, course, other_teacher):
    biology = make_course(other_teacher, "Biology")
    biology.prerequisites.set([course])
    biology.save_revision().publish()
    assert "prerequisites" in form_of(prerequisites=[biology.pk]).errors


def test_drafts_of_others_are_not_offered(form_of, course, other_teacher):
    make_course(other_teacher, "Secret", draft=True)
    make_course(other_teacher, "Known")
    offered = form_of().fields["prerequisites"].queryset
    assert [page.title for page in offered] == ["Known"]


def test_places_are_not_fewer_than_students(form_of, course, student):
    enrol(make_user(), course)
    [error] = form_of(capacity=1).errors["capacity"]
    assert error.startswith("2 students study here now.")
    assert form_of(capacity=2).errors == {}


def test_a_course_that_is_too_full_already_can_be_edited(form_of, course, student):
    enrol(make_user(), course)
    CoursePage.objects.filter(pk=course.pk).update(capacity=1)
    assert form_of(capacity=1).errors == {}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("capacity", "0"),
        ("capacity", "many"),
        ("duration_hours", "-1"),
        ("duration_hours", "99999999"),
        ("level", "genius"),
        ("language", "xx"),
        ("enrolment_policy", "everybody"),
        ("category", "999999"),
        ("prerequisites", ["999999"]),
        ("title", ""),
        ("title", "nothing\0here"),
        ("code", "C" * 33),
        ("summary", "long " * 60),
    ],
)
def test_what_makes_no_sense_is_said_at_its_field(form_of, field, value):
    assert [*form_of(**{field: value}).errors] == [field]


def test_markup_stays_text(client, teacher, admin, course, form_of):
    typed = "<script>alert(1)</script><b>Stars</b>"
    form = form_of(title=typed, summary=typed, enrolment_key=typed, licence=typed)
    assert form.is_valid()
    form.save(commit=False).save_revision().publish()
    page = client.get(course.url).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page
