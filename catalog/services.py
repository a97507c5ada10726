"""What happens to a course as a whole, and to the people who teach it."""

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
)

from accounts.models import User
from catalog import tree
from catalog.exceptions import CourseRefused
from catalog.models import CourseIndexPage, CoursePage, CourseTeacher, CourseTeam

# Teachers write and submit; `publish_page` comes with trust. Deleting a module takes its lessons along.
PAGE_PERMISSIONS = ["add_page", "change_page", "bulk_delete_page"]
# Wagtail asks for the permissions of its own models, also where they are swapped.
COLLECTION_PERMISSIONS = [
    ("wagtailimages", "add_image"),
    ("wagtailimages", "change_image"),
    ("wagtailimages", "choose_image"),
    ("wagtaildocs", "add_document"),
    ("wagtaildocs", "change_document"),
    ("wagtaildocs", "choose_document"),
]


def create_course(
    *,
    owner: User,
    title: str,
    code: str,
    index: CourseIndexPage,
    slug: str = "",
    by: User | None = None,
    **fields: Any,
) -> CoursePage:
    """Create a draft course with its group, its collection and their permissions, all or nothing.

    Safe to press twice: the same title and code for the same owner give the course that stands.
    Raises `CourseRefused` if another course has the code.
    """
    try:
        with transaction.atomic():
            if existing := CoursePage.objects.filter(code__iexact=code).first():
                return _same_course(existing, owner, title)
            course = CoursePage(
                title=title,
                slug=free_slug(index=index, wanted=slug or title or code),
                code=code,
                live=False,
                owner=owner,
                **fields,
            )
            index.add_child(instance=course)
            course.save_revision(user=by or owner)
            found_team(course=course, owner=owner)
            log(instance=course, action="wagtail.create", user=by or owner)
            return course
    except (IntegrityError, ValidationError):
        # The other click of a double click was faster.
        if existing := CoursePage.objects.filter(code__iexact=code).first():
            return _same_course(existing, owner, title)
        raise


def _same_course(course: CoursePage, owner: User, title: str) -> CoursePage:
    owns = course.teacher_rows.filter(user=owner, kind=CourseTeacher.Kind.OWNER)
    if course.draft_title == title and not course.live and owns.exists():
        return course
    raise CourseRefused(
        _("Another course has the code “%(code)s”.") % {"code": course.code}
    )


def free_slug(*, index: Page, wanted: str) -> str:
    """Return a slug that no course has yet: `algebra`, or `algebra-2` if that is taken."""
    base = slugify(wanted)[:240] or "course"
    taken = set(
        index.get_children()
        .filter(slug__startswith=base)
        .values_list("slug", flat=True)
    )
    slug, number = base, 1
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug


@transaction.atomic
def found_team(*, course: CoursePage, owner: User) -> CourseTeam:
    """Give `course` the group and the collection through which its teachers work."""
    name = f"Course {course.code} ({course.pk})"
    group = Group.objects.create(name=name)
    collection = Collection.get_first_root_node().add_child(name=name)
    for codename in PAGE_PERMISSIONS:
        GroupPagePermission.objects.create(
            group=group, page=course, permission=_permission("wagtailcore", codename)
        )
    for app_label, codename in COLLECTION_PERMISSIONS:
        GroupCollectionPermission.objects.create(
            group=group,
            collection=collection,
            permission=_permission(app_label, codename),
        )
    team = CourseTeam.objects.create(course=course, group=group, collection=collection)
    add_teacher(course=course, user=owner, kind=CourseTeacher.Kind.OWNER)
    return team


@transaction.atomic
def add_teacher(
    *,
    course: CoursePage,
    user: User,
    kind: str = CourseTeacher.Kind.CO_TEACHER,
    by: User | None = None,
) -> CourseTeacher:
    """Let `user` teach `course`; somebody who teaches it already stays what they are."""
    if not user.is_academy_staff or not user.is_active:
        raise CourseRefused(
            _("%(name)s has no teacher's account that is open.") % {"name": user}
        )
    row, created = CourseTeacher.objects.get_or_create(
        course=course, user=user, defaults={"kind": kind}
    )
    course.team.group.user_set.add(user)
    if created and by:
        _log(course, "catalog.teacher.add", by, user)
    return row


@transaction.atomic
def remove_teacher(*, course: CoursePage, user: User, by: User | None = None) -> None:
    """End the rights of a co-teacher. The owner leaves by handing the course over."""
    row = CourseTeacher.objects.filter(course=course, user=user).first()
    if row and row.kind == CourseTeacher.Kind.OWNER:
        raise CourseRefused(
            _("%(name)s owns the course. Hand it over to somebody first.")
            % {"name": user}
        )
    course.team.group.user_set.remove(user)
    if row:
        row.delete()
        if by:
            _log(course, "catalog.teacher.remove", by, user)


@transaction.atomic
def hand_over(*, course: CoursePage, to: User, by: User) -> CourseTeacher:
    """Make `to` the owner; the former owner stays as a co-teacher."""
    add_teacher(course=course, user=to)
    rows = CourseTeacher.objects.select_for_update().filter(course=course)
    # Saved one by one, so that receivers hear of it; the old owner first, for there is one at a time.
    for former in rows.filter(kind=CourseTeacher.Kind.OWNER).exclude(user=to):
        former.kind = CourseTeacher.Kind.CO_TEACHER
        former.save(update_fields=["kind"])
    row = rows.get(user=to)
    row.kind = CourseTeacher.Kind.OWNER
    row.save(update_fields=["kind"])
    Page.objects.filter(pk=course.pk).update(owner=to)
    tree.forget()  # no page was saved
    _log(course, "catalog.owner.change", by, to)
    return row


@transaction.atomic
def set_trusted(*, course: CoursePage, trusted: bool, by: User) -> None:
    """Let the teachers of `course` publish without review, or no longer."""
    if course.is_trusted == trusted:
        return
    permission = _permission("wagtailcore", "publish_page")
    held = GroupPagePermission.objects.filter(
        group=course.team.group, page=course, permission=permission
    )
    if trusted:
        held.get_or_create(group=course.team.group, page=course, permission=permission)
    else:
        held.delete()
    action = "catalog.trust.give" if trusted else "catalog.trust.take"
    log(instance=course, action=action, user=by)


def _log(course: CoursePage, action: str, by: User, user: User) -> None:
    data = {"username": user.username, "name": str(user)}
    log(instance=course, action=action, user=by, data=data)


def _permission(app_label: str, codename: str) -> Permission:
    return Permission.objects.get(content_type__app_label=app_label, codename=codename)
