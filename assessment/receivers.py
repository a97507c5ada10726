"""What assessment does when others announce something."""

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_save
from django.dispatch import receiver
from wagtail.signals import published, unpublished

from assessment.copying import copy_assessments
from assessment.files import opens_file
from assessment.models import (
    Assignment,
    CourseContent,
    Grade,
    Placement,
    Question,
    Quiz,
    SubmissionFile,
)
from assessment.placements import refresh_placements
from assessment.requirements import credit_lessons, missing_of
from assessment.services.attempts import reset_clocks
from assessment.services.columns import refresh_column, refresh_points, stop_counting
from assessment.signals import graded
from catalog.signals import course_copied
from catalog.tree import is_draft_only
from learning.models import LessonPage
from learning.serving import begin_new_round
from learning.signals import completing, opening_file


@receiver(post_save, sender=LessonPage, dispatch_uid="assessment.placements")
def lesson_saved(
    instance: LessonPage,
    raw: bool = False,
    created: bool = False,
    update_fields: frozenset[str] | None = None,
    **kwargs: Any,
) -> None:
    if not raw and not is_draft_only(update_fields):
        refresh_placements(instance)


@receiver(completing, dispatch_uid="assessment.completing")
def say_what_is_missing(student: Any, lesson: LessonPage, **kwargs: Any) -> Any:
    return missing_of(student, lesson)


@receiver(graded, dispatch_uid="assessment.credit_lessons")
def credit(grade: Grade, **kwargs: Any) -> None:
    credit_lessons(grade)


@receiver(course_copied, dispatch_uid="assessment.course_copied")
def copy_with_course(**kwargs: Any) -> Any:
    return copy_assessments(
        **{name: kwargs[name] for name in ("course", "copy", "copies", "by")}
    )


@receiver([pre_save], dispatch_uid="assessment.was_live")
def note_whether_it_was_live(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Publishing tells nobody whether something was published before."""
    if isinstance(instance, Quiz | Assignment):
        row = type(instance).objects.filter(pk=instance.pk, live=True)
        instance.__dict__["_was_live"] = bool(instance.pk) and row.exists()


@receiver([published, unpublished], dispatch_uid="assessment.published")
def content_published(sender: Any, instance: Any, **kwargs: Any) -> None:
    if isinstance(instance, Question):
        refresh_points(instance.course_id)
        is_placed = Placement.objects.filter(quiz__course=instance.course_id).exists()
    elif isinstance(instance, Quiz | Assignment):
        if not instance.live:
            stop_counting(instance)
        else:
            is_new = not instance.__dict__.get("_was_live")
            refresh_column(instance, is_counted=True if is_new else None)
            if isinstance(instance, Quiz):
                reset_clocks(quiz=instance)
        is_placed = instance.placements.exists()
    else:
        return
    if is_placed:
        begin_new_round()


@receiver(post_delete, dispatch_uid="assessment.deleted")
def content_deleted(sender: Any, instance: Any, **kwargs: Any) -> None:
    if isinstance(instance, CourseContent):
        begin_new_round()


@receiver(post_delete, sender=SubmissionFile, dispatch_uid="assessment.forget_file")
def forget_file(
    sender: type[SubmissionFile], instance: SubmissionFile, **kwargs: Any
) -> None:
    """Delete what lay in the storage with the last row that names it, once that is for good."""
    transaction.on_commit(
        partial(_delete_unless_named, instance.file.storage, str(instance.file.name))
    )


def _delete_unless_named(storage: Any, name: str) -> None:
    if not SubmissionFile.objects.filter(file=name).exists():
        storage.delete(name)


@receiver(opening_file, dispatch_uid="assessment.open_file")
def open_file(user: Any, upload: Any, at: Any, **kwargs: Any) -> bool:
    return opens_file(user, upload, at)
