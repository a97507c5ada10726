"""An academy with one of everything that an address can name, and somebody of each role.

`tests/access_table.py` names its things by the keys of `build_world()["names"]`.
"""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from wagtail.admin.models import EditingSession
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.search_promotions.models import Query
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Site, Workflow, WorkflowTask

from accounts.models import (
    AccountSettings,
    PeopleImport,
    Role,
    Status,
    TeacherApplication,
    User,
)
from assessment.models import QuestionImport
from catalog.models import Category, CourseDocument, CourseImage, CourseIndexPage
from learning.certificates import issue_certificate
from learning.models import Enrolment, EnrolmentRequest
from tests.access_world_assessment import assessment_names
from tests.access_world_assignments import assignments_of
from tests.access_world_crm import crm_names
from tests.access_world_crm_board import board_names
from tests.access_world_crm_capture import capture_names
from tests.access_world_crm_convert import reward_names
from tests.access_world_crm_matching import matching_names
from tests.access_world_crm_messages import message_names
from tests.access_world_crm_scoring import counselor_names
from tests.access_world_gradebook import gradebook_names
from tests.access_world_marking import marking_names
from tests.access_world_taking import quizzes_and_attempts
from tests.factories import enrol, make_course, make_lesson, make_module, make_user

# In the order of the letters in the table.
ROLES = (
    "anonymous",
    "student",
    "enrolled",
    "teacher",
    "owner",
    "counselor",
    "admin",
    "super_admin",
    "suspended",
)


def build_world() -> dict[str, Any]:
    """Return `sessions`, a cookie for each role, and `names`, what stands for each name in an address."""
    people = _people()
    owner, enrolled = people["owner"], people["enrolled"]
    course = make_course(owner, "Astronomy", code="AST-1")
    module = make_module(course, "The sky")
    free_lesson = make_lesson(module, "Stars", free_preview=True)
    lesson = make_lesson(module, "Planets")
    enrolment = enrol(enrolled, course)
    enrol(people["suspended"], course)
    lesson.title = "The planets"
    revision = lesson.save_revision()

    draft = make_course(owner, "Geology", code="GEO-1", draft=True)
    draft_lesson = make_lesson(make_module(draft), "Rocks")

    review = Workflow.objects.get(name="Course review")
    waiting = make_lesson(module, "Comets", draft=True)
    state = review.start(waiting, owner)

    sessions = {role: _session_of(person) for role, person in people.items()}
    # Logged in when the door was shut: past the service that ends sessions, the cookie stays.
    User.objects.filter(pk=people["suspended"].pk).update(
        status=Status.SUSPENDED, is_active=False
    )

    names = {
        "index": CourseIndexPage.objects.get().pk,
        "course": course.pk,
        "course_slug": course.slug,
        "module": module.pk,
        "other_module": make_module(course, "The dome").pk,
        "lesson": lesson.pk,
        "lesson_url": lesson.url,
        "free_lesson": free_lesson.pk,
        "free_lesson_url": free_lesson.url,
        "draft": draft.pk,
        "draft_url": draft.url,
        "draft_lesson_url": draft_lesson.url,
        "revision": revision.pk,
        "earlier_revision": lesson.revisions.order_by("pk")[0].pk,
        "waiting_lesson": waiting.pk,
        "waiting_lesson_url": waiting.url,
        "task_state": state.current_task_state.pk,
        "workflow_state": state.pk,
        "workflow": review.pk,
        "task": WorkflowTask.objects.get(workflow=review).task_id,
        "editing_session": EditingSession.objects.create(
            user=owner, content_object=lesson, last_seen_at=timezone.now()
        ).pk,
        "collection": course.team.collection_id,
        "group": Group.objects.get(course_team=course.team).pk,
        "settings": AccountSettings.load().pk,
        "site": Site.objects.get().pk,
        "redirect": Redirect.objects.create(old_path="/old", redirect_link="/").pk,
        "query": Query.get("stars").pk,
        "category": Category.objects.create(name="Sky", slug="sky").pk,
        "user": enrolled.pk,
        "enrolment": enrolment.uuid,
        "user_session": UserSession.objects.get(user=enrolled).pk,
        "question_import": QuestionImport.objects.create(
            file_name="questions.txt", uploaded_by=owner, course=course
        ).uuid,
    }
    return {
        "sessions": sessions,
        "names": names
        | _files(course, lesson, owner)
        | _papers(course, enrolled, people["admin"])
        | assignments_of(course, enrolled)
        | marking_names(course, enrolled, owner)
        | quizzes_and_attempts(course, enrolled)
        | gradebook_names(course, draft, enrolled)
        | assessment_names(course, owner)
        | crm_names(people)
        | message_names(people)
        | board_names(people)
        | reward_names(people)
        | counselor_names(people)
        | capture_names(people)
        | matching_names(people),
    }


def _session_of(person: User) -> str:
    EmailAddress.objects.create(
        user=person, email=person.email, verified=True, primary=True
    )
    client = Client()
    client.force_login(person)
    client.get("/dashboard/")  # allauth notes the session
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def _people() -> dict[str, Any]:
    return {
        "student": make_user("stranger"),
        "enrolled": make_user("stella"),
        "teacher": make_user("otto", Role.TEACHER),
        "owner": make_user("tara", Role.TEACHER),
        "counselor": make_user("cora", Role.COUNSELOR),
        "admin": make_user("amara", Role.ADMIN),
        "super_admin": make_user("root", Role.SUPER_ADMIN),
        "suspended": make_user("sunil"),
    }


def _files(course: Any, lesson: Any, owner: Any) -> dict[str, Any]:
    collection = course.team.collection
    image = CourseImage.objects.create(
        title="Chart",
        collection=collection,
        file=get_test_image_file(),
        uploaded_by_user=owner,
    )
    document = CourseDocument.objects.create(
        title="Handout",
        collection=collection,
        file=ContentFile(b"0123456789", name="handout.txt"),
        uploaded_by_user=owner,
    )
    unused = CourseDocument.objects.create(
        title="Notes for me",
        collection=collection,
        file=ContentFile(b"0123456789", name="notes.txt"),
        uploaded_by_user=owner,
    )
    # On the live page, so that only those who may read it get the files.
    lesson = type(lesson).objects.get(pk=lesson.pk)
    lesson.body = [
        ("image", {"image": image, "caption": "", "width": "normal"}),
        ("file", {"document": document, "description": ""}),
    ]
    lesson.save()
    return {
        "image": image.pk,
        "rendition_file": image.get_rendition("width-50").file.name,
        "document": document.pk,
        "document_file": document.file.name,
        "unused_file": unused.file.name,
    }


def _papers(course: Any, enrolled: Any, admin: Any) -> dict[str, Any]:
    graduate = make_user("grace")
    done = enrol(
        graduate,
        course,
        status=Enrolment.Status.COMPLETED,
        completed_at=timezone.now(),
    )
    applicant = make_user("paul", Role.STUDENT)
    return {
        "graduate": done.uuid,
        "certificate": issue_certificate(enrolment=done).number,
        "request": EnrolmentRequest.objects.create(
            student=make_user("wanda"),
            course=course,
            status=EnrolmentRequest.Status.PENDING,
            created_at=timezone.now(),
        ).uuid,
        "people_import": PeopleImport.objects.create(
            file_name="people.csv", uploaded_by=admin
        ).uuid,
        "application": TeacherApplication.objects.create(
            user=applicant, statement="Geology"
        ).pk,
    }
