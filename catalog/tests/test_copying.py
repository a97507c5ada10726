"""Copying a course (CAT-09): a whole tree of drafts that stands on its own."""

import pytest
from django.core.files.base import ContentFile

from catalog.copying import copy_course
from catalog.exceptions import CourseRefused
from catalog.models import CourseDocument, CoursePage
from catalog.querysets import CourseQuerySet
from learning.files import decide_file
from learning.models import LessonPage
from tests.factories import enrol, make_course, make_lesson, make_module, make_user

pytestmark = pytest.mark.django_db


def below(course):
    return list(
        LessonPage.objects.descendant_of(course).order_by("path").prefetch_related()
    )


def test_the_whole_tree_is_copied_as_drafts(course, teacher):
    copy = copy_course(course=course, owner=teacher, title="Astronomy 2", code="AST-2")
    assert [lesson.title for lesson in below(copy)] == ["Stars", "Planets", "Comets"]
    assert not copy.get_descendants(inclusive=True).live().exists()
    assert (copy.code, copy.slug) == ("AST-2", "astronomy-2")


def test_the_copy_has_its_own_team(course, other_teacher, teacher):
    copy = copy_course(course=course, owner=other_teacher, title="A", code="A-2")
    assert copy.team.group != course.team.group
    assert copy.is_taught_by(other_teacher)
    assert not copy.is_taught_by(teacher)
    assert copy.permissions_for_user(other_teacher).can_edit()
    assert not copy.permissions_for_user(teacher).can_edit()


def test_progress_in_one_course_says_nothing_of_the_other(course, teacher):
    copy = copy_course(course=course, owner=teacher, title="A", code="A-2")
    keys = {lesson.translation_key for lesson in below(course)}
    assert keys.isdisjoint({lesson.translation_key for lesson in below(copy)})


def test_the_newest_draft_is_copied(course, teacher, lessons):
    lessons[0].title = "Stars and galaxies"
    lessons[0].save_revision()
    draft = make_lesson(lessons[0].get_parent(), "Moons", draft=True)
    draft.body = [("text", "<p>rewritten</p>")]
    draft.save_revision()
    copy = copy_course(course=course, owner=teacher, title="A", code="A-2")
    copied = below(copy)
    assert [page.title for page in copied][::3] == ["Stars and galaxies", "Moons"]
    assert copied[3].body[0].value.source == "<p>rewritten</p>"
    newest = copied[3].get_latest_revision_as_object()
    assert newest.body[0].value.source == "<p>rewritten</p>"


def test_links_and_prerequisites_stay_inside(course, teacher, lessons):
    stars, planets, comets = lessons
    planets.prerequisites.set([stars])
    planets.body = [
        ("text", f'<p><a linktype="page" id="{stars.pk}">stars</a></p>'),
        (
            "callout",
            {
                "kind": "note",
                "title": "",
                "body": [("text", f'<p><a id="{comets.pk}" linktype="page">c</a></p>')],
            },
        ),
        ("link", {"title": "Go", "page": comets, "url": "", "description": ""}),
    ]
    planets.save_revision().publish()
    copy = copy_course(course=course, owner=teacher, title="A", code="A-2")
    stars_2, planets_2, comets_2 = below(copy)
    for page in (planets_2, planets_2.get_latest_revision_as_object()):
        assert list(page.prerequisites.all()) == [stars_2]
        assert f'id="{stars_2.pk}"' in page.body[0].value.source
        assert f'id="{comets_2.pk}"' in page.body[1].value["body"][0].value.source
        assert page.body[2].value["page"].pk == comets_2.pk
    assert below(course)[1].body[2].value["page"].pk == comets.pk


def test_a_file_is_open_to_the_students_of_both_courses(
    course, other_teacher, lessons, student
):
    document = CourseDocument.objects.create(
        title="Map",
        collection=course.team.collection,
        file=ContentFile(b"a map", name="map.txt"),
    )
    lessons[1].body = [("file", {"document": document, "description": ""})]
    lessons[1].save_revision().publish()
    copy = copy_course(course=course, owner=other_teacher, title="A", code="A-2")
    new_student = make_user("nora")
    enrol(new_student, copy)
    assert not decide_file(new_student, document.file.name)[0]
    for page in copy.get_descendants(inclusive=True).specific():
        page.get_latest_revision().publish()
    assert decide_file(new_student, document.file.name)[0]
    assert decide_file(student, document.file.name)[0]
    assert decide_file(other_teacher, document.file.name)[0]


def test_the_old_key_does_not_open_the_new_course(course, teacher):
    course.enrolment_policy, course.enrolment_key = "key", "sesame"
    course.save_revision().publish()
    copy = copy_course(course=course, owner=teacher, title="A", code="A-2")
    assert (copy.enrolment_policy, copy.enrolment_key) == ("key", "")


def test_a_code_that_is_taken_is_refused_and_nothing_is_copied(course, teacher):
    with pytest.raises(CourseRefused, match="ast-1"):
        copy_course(course=course, owner=teacher, title="Again", code="ast-1")
    assert CoursePage.objects.count() == 1


@pytest.mark.parametrize("slug", ["again", "free"])
def test_a_code_taken_at_the_same_moment_is_refused_too(
    course, teacher, monkeypatch, slug
):
    """The other copy comes after both looks; then its slug is in the way, or only its code."""
    make_course(teacher, "Again", code="AST-2")
    looks = iter([lambda courses: False])
    look = CourseQuerySet.exists
    monkeypatch.setattr(
        CourseQuerySet, "exists", lambda courses: next(looks, look)(courses)
    )
    monkeypatch.setattr("catalog.copying.free_slug", lambda **kwargs: slug)
    with pytest.raises(CourseRefused, match="AST-2"):
        copy_course(course=course, owner=teacher, title="Again", code="AST-2")
    assert CoursePage.objects.count() == 2


def test_a_copy_of_a_copy_gets_a_slug_of_its_own(course, teacher):
    slugs = [
        copy_course(course=course, owner=teacher, title="Astronomy", code=code).slug
        for code in ("B", "C")
    ]
    assert slugs == ["astronomy-2", "astronomy-3"]


def test_a_long_course_is_copied_whole(course, teacher):
    module = make_module(course, "Many")
    for number in range(30):
        module.add_child(instance=LessonPage(title=f"Lesson {number}", live=False))
    copy = copy_course(course=course, owner=teacher, title="A", code="A-2")
    assert [page.title for page in below(copy)] == [
        page.title for page in below(course)
    ]
    assert CoursePage.find_problems() == ([], [], [], [], [])
