"""What learning does when editors publish, and when places become free."""

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.models import Revision
from wagtail.signals import page_published

from catalog.models import CoursePage
from learning.changes import record_change
from learning.models import EnrolmentRequest, LessonPage
from learning.services import fill_places


@receiver(page_published, sender=LessonPage, dispatch_uid="learning.lesson_published")
def lesson_published(
    instance: LessonPage, revision: Revision | None, **kwargs: Any
) -> None:
    if revision is not None:
        record_change(lesson=instance, revision=revision)


@receiver(post_save, sender=CoursePage, dispatch_uid="learning.places_raised")
def places_raised(instance: CoursePage, raw: bool = False, **kwargs: Any) -> None:
    """A larger capacity lets those in who wait."""
    waiting = EnrolmentRequest.Status.WAITING
    if not raw and instance.enrolment_requests.filter(status=waiting).exists():
        fill_places(course=instance)
