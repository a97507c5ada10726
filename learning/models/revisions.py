"""What holds on to a revision of a lesson: purging leaves it, deleting the lesson itself doesn't mind."""

from typing import Any

from django.db import models
from django.db.models.deletion import Collector
from wagtail.models import Page


def protect_from_purging(
    collector: Collector, field: Any, sub_objs: Any, using: str
) -> None:
    """PROTECT, unless the page goes with all its revisions: then keep the row without one.

    A row that can't be without a revision goes too.
    """
    pages_go = any(
        issubclass(model, Page) and instances
        for model, instances in collector.data.items()
    )
    if not pages_go:
        models.PROTECT(collector, field, sub_objs, using)
    elif field.null:
        models.SET_NULL(collector, field, sub_objs, using)
    else:
        models.CASCADE(collector, field, sub_objs, using)
