"""Who may fetch a file of a course: a picture in any size, a document, a teacher's portrait.

A file is as open as the pages that use it. What no published page uses yet is for the teachers
of its collection, and for the staff.
"""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Collection, Page, ReferenceIndex

from accounts.models import User
from catalog.models import (
    CourseDocument,
    CourseImage,
    CourseImageRendition,
    CoursePage,
    CourseTeacher,
)
from learning.access import Decision, decide, visible_lessons, visible_pages
from learning.models import LessonPage
from learning.privacy import NOTHING
from learning.signals import opening_file

NOT_FOUND = Decision(False, "not_found", "")


def find_file(name: str) -> CourseImage | CourseDocument | User | None:
    """Return whom or what the stored file `name` belongs to."""
    if name.startswith("avatars/"):
        return User.objects.filter(avatar=name).first()
    if (
        rendition := CourseImageRendition.objects.filter(file=name)
        .select_related("image")
        .first()
    ):
        return rendition.image
    return (
        CourseImage.objects.filter(file=name).first()
        or CourseDocument.objects.filter(file=name).first()
    )


def decide_file(
    user: User | AnonymousUser,
    name: str,
    at: datetime | None = None,
    *,
    private: Q = NOTHING,
) -> tuple[Decision, Any]:
    """Decide whether `user` may fetch the stored file `name`; return the decision and its owner.

    `private` pages (`learning.privacy`) open nothing.
    """
    owner = find_file(name)
    if owner is None:
        return NOT_FOUND, None
    if isinstance(owner, User):
        return _decide_portrait(user, owner), owner
    return decide_upload(user, owner, at, private=private), owner


def decide_upload(
    user: User | AnonymousUser,
    upload: CourseImage | CourseDocument,
    at: datetime | None = None,
    *,
    private: Q = NOTHING,
) -> Decision:
    at = at or timezone.now()
    if user.is_authenticated:
        if not user.is_active:
            return Decision(
                False, "account_closed", _("This account is closed at the moment.")
            )
        if user.is_admin:
            return Decision(True, "staff", _("You belong to the staff of the academy."))
        if _teaches_collection(user, upload) or _uploaded(user, upload):
            return Decision(True, "teacher", _("You teach this course."))
    used_in = _pages_using(upload)
    lessons = visible_lessons(user, at).filter(pk__in=used_in)
    if lessons.exclude(private).exists():
        return Decision(True, "used", _("A lesson that you may read uses this file."))
    others = Page.objects.filter(pk__in=used_in, live=True).exclude(private)
    for page in others.not_exact_type(LessonPage).specific():
        if decide(user, page, at):
            if page.get_view_restrictions().exists():  # open to this visitor alone
                return Decision(True, "used", _("A page that you may read uses this."))
            return Decision(True, "public", _("Everybody may see this."))
    if not user.is_authenticated:
        return Decision(False, "log_in", _("Log in and enrol to open this file."))
    asked = opening_file.send(type(upload), user=user, upload=upload, at=at)
    if any(opens for _receiver, opens in asked):
        return Decision(True, "used", _("Something that you may see uses this file."))
    if lessons.exists():
        return Decision(
            False, "private", _("The page with this file is private. Open that first.")
        )
    return Decision(
        False,
        "enrol",
        _("Only those who are enrolled in the course may open this file."),
    )


def visible_documents(
    user: User | AnonymousUser,
    at: datetime | None = None,
    *,
    pages: QuerySet[Any] | None = None,
) -> QuerySet[CourseDocument]:
    """Return the documents that `user` may fetch because a page or a collection opens them.

    `pages` narrows down the pages that count; without it, they are `visible_pages`.
    """
    pages = visible_pages(user, at) if pages is None else pages
    documents = CourseDocument.objects.all()
    if user.is_authenticated and not user.is_active:
        return documents.none()
    if user.is_authenticated and user.is_admin:
        return documents
    # The reference index keeps ids as text; comparing text with text holds on every database.
    used = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(CourseDocument),
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id__in=pages.annotate(key=Cast("pk", CharField())).values("key"),
    ).values("to_object_id")
    opened = Q(key__in=used)
    if user.is_authenticated and user.is_academy_staff:
        taught = Collection.objects.filter(course_team__course__teacher_rows__user=user)
        opened |= Q(collection__in=taught) | Q(uploaded_by_user=user)
    found = documents.annotate(key=Cast("pk", CharField())).filter(opened)
    return documents.filter(pk__in=found.values("pk"))


def _pages_using(upload: CourseImage | CourseDocument) -> list[int]:
    keys = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(upload),
        to_object_id=str(upload.pk),
        base_content_type=ContentType.objects.get_for_model(Page),
    ).values_list("object_id", flat=True)
    return [int(key) for key in set(keys)]


def _teaches_collection(user: User, upload: CourseImage | CourseDocument) -> bool:
    return (
        user.is_academy_staff
        and CourseTeacher.objects.filter(
            user=user, course__team__collection=upload.collection_id
        ).exists()
    )


def _uploaded(user: User, upload: CourseImage | CourseDocument) -> bool:
    return user.is_academy_staff and upload.uploaded_by_user_id == user.pk


def _decide_portrait(user: User | AnonymousUser, person: User) -> Decision:
    """Portraits are for members; those of people who teach a published course are for everybody."""
    if user.is_authenticated and user.is_active:
        return Decision(True, "member", _("Members see each other's pictures."))
    if CoursePage.objects.live().taught_by(person).exists():
        return Decision(True, "public", _("Everybody may see this."))
    return Decision(False, "log_in", _("Log in to see this."))
