"""Clears up after a course that was deleted."""

from typing import Any

from django.contrib.auth.models import Group
from django.db.models.signals import post_delete
from django.dispatch import receiver
from wagtail.models import Collection

from catalog.models import CourseDocument, CourseImage, CourseTeam


@receiver(post_delete, sender=CourseTeam, dispatch_uid="catalog.dissolve_team")
def dissolve_team(
    sender: type[CourseTeam], instance: CourseTeam, **kwargs: Any
) -> None:
    """Drop the team's group, and its collection unless files are left, which another course may use."""
    Group.objects.filter(pk=instance.group_id).delete()
    is_used = any(
        model.objects.filter(collection=instance.collection_id).exists()
        for model in (CourseImage, CourseDocument)
    )
    if not is_used:
        Collection.objects.filter(pk=instance.collection_id).delete()
