from typing import Any

from django.dispatch import receiver
from wagtail.search import index
from wagtail.signals import page_published

from catalog.models import CoursePage


@receiver(page_published, dispatch_uid="search.published")
def _index_with_topics(sender: type[Any], instance: Any, **kwargs: Any) -> None:
    """Wagtail indexes a page as soon as its row is saved, which is before its topics are."""
    if isinstance(instance, CoursePage):
        index.insert_or_update_object(instance)
