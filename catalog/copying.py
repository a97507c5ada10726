"""A course again: for the next term, or for somebody else to make their own.

The whole tree is copied as drafts of its newest versions, with new translation keys, so that
progress in one course says nothing of the other. Files are not copied: both courses use the same
picture, and it is open to whoever may read a lesson that uses it, in either course.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils.translation import gettext as _
from wagtail.actions.copy_page import CopyPageAction
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

from accounts.models import User
from catalog.exceptions import CourseRefused
from catalog.models import CoursePage
from catalog.services import found_team, free_slug
from catalog.signals import course_copied
from common.blocks.references import Lead, redirected, redirected_links

# By model, the new ids by the old ones.
Others = dict[type[Model], dict[int, int]]


def copy_course(
    *, course: CoursePage, owner: User, title: str, code: str, by: User | None = None
) -> CoursePage:
    """Copy `course` with its modules and lessons as drafts that `owner` may change.

    All or nothing. Raises `CourseRefused` if another course has the code.
    """
    try:
        with transaction.atomic():
            _refuse_taken(code)
            return _copy(course, owner, title, code, by or owner)
    except (IntegrityError, ValidationError):
        # The other click of a double click was faster.
        _refuse_taken(code)
        raise


def _refuse_taken(code: str) -> None:
    if CoursePage.objects.filter(code__iexact=code).exists():
        raise CourseRefused(
            _("Another course has the code “%(code)s”.") % {"code": code}
        )


def _copy(
    course: CoursePage, owner: User, title: str, code: str, by: User
) -> CoursePage:
    index = course.get_parent()
    action = _CopyNewest(
        course,
        recursive=True,
        copy_revisions=False,
        keep_live=False,
        user=by,
        update_attrs={
            "title": title,
            "draft_title": title,
            "slug": free_slug(index=index, wanted=title),
            "code": code,
            # Those who know the key of the old course must not get into the new one.
            "enrolment_key": "",
        },
    )
    # Each page is saved several times on the way; what it points at is read once, at the end.
    with disable_reference_index_auto_update():
        copy = action.execute(skip_permission_checks=True)
    others = _copy_what_others_have(course, copy, action.copies, by)
    with disable_reference_index_auto_update():
        _lead_inside(action.copies, others, by)
    for page in copy.get_descendants(inclusive=True).specific().iterator():
        ReferenceIndex.create_or_update_for_object(page)
    Page.objects.filter(pk=copy.pk).update(owner=owner)
    copy = CoursePage.objects.get(pk=copy.pk)
    found_team(course=copy, owner=owner)
    return copy


class _CopyNewest(CopyPageAction):
    """Copies the newest version of each page, which Wagtail keeps in its latest revision."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.copies: dict[int, Page] = {}

    def _copy_page(self, page: Page, *args: Any, **kwargs: Any) -> Page:
        newest = page.get_latest_revision_as_object()
        copy = super()._copy_page(newest, *args, **kwargs)
        self.copies[page.pk] = copy
        return copy


def _copy_what_others_have(
    course: CoursePage, copy: CoursePage, copies: dict[int, Page], by: User
) -> Others:
    others: Others = {}
    answers: Any = course_copied.send(
        CoursePage, course=course, copy=copy, copies=copies, by=by
    )
    for _receiver, copied in answers:
        others |= copied
    return others


def leading(copies: dict[int, Page], others: Others) -> Lead:
    """Return what leads references to the old course to the same thing in the new one."""

    def lead(model: type[Model], key: int) -> int:
        if issubclass(model, Page):
            return copies[key].pk if key in copies else key
        return others.get(model, {}).get(key, key)

    return lead


def _lead_inside(copies: dict[int, Page], others: Others, user: User) -> None:
    """Let links and prerequisites that led within the old course lead within the new one."""
    lead = leading(copies, others)
    for copy in copies.values():
        page = copy.get_latest_revision_as_object()
        if redirect_fields(page, lead) | _redirect_prerequisites(page, copies):
            page.save()
            page.save_revision(
                user=user,
                changed=False,
                clean=False,
                overwrite_revision=page.latest_revision,
            )


def redirect_fields(thing: Model, lead: Lead) -> bool:
    """Lead all that the texts and streams of `thing` point at elsewhere; return whether that changed it."""
    has_changed = False
    for field in thing._meta.get_fields():
        if isinstance(field, StreamField):
            raw = getattr(thing, field.name).get_prep_value()
            new = redirected(field.stream_block, raw, lead)
            if new != raw:
                setattr(thing, field.name, field.stream_block.to_python(new))
                has_changed = True
        elif isinstance(field, RichTextField):
            source = getattr(thing, field.name)
            setattr(thing, field.name, redirected_links(source, lead))
            has_changed |= getattr(thing, field.name) != source
    return has_changed


def _redirect_prerequisites(page: Page, copies: dict[int, Page]) -> bool:
    if not hasattr(page, "prerequisites"):
        return False
    named = list(page.prerequisites.all())
    inside = [copies.get(each.pk, each) for each in named]
    page.prerequisites.set([each.specific for each in inside])
    return inside != named
