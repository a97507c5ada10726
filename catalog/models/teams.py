"""Who teaches a course, and the group and collection that give them their rights.

Rows here are not part of a page's revisions: restoring an old draft must never give
somebody the course back.
"""

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection

from accounts.models import STAFF_ROLES


class CourseTeam(models.Model):
    course = models.OneToOneField(
        "catalog.CoursePage", on_delete=models.CASCADE, related_name="team"
    )
    group = models.OneToOneField(
        Group, on_delete=models.PROTECT, related_name="course_team"
    )
    collection = models.OneToOneField(
        Collection, on_delete=models.PROTECT, related_name="course_team"
    )

    def __str__(self) -> str:
        return f"{self.course}: {self.group}"


class CourseTeacherQuerySet(models.QuerySet["CourseTeacher"]):
    def shown(self) -> "CourseTeacherQuerySet":
        """Those whom everybody may read of. Who lost the role or the account keeps the row."""
        return self.filter(user__is_active=True, user__role__in=STAFF_ROLES)


class CourseTeacher(models.Model):
    class Kind(models.TextChoices):
        OWNER = "owner", _("Owner")
        CO_TEACHER = "co_teacher", _("Co-teacher")

    course = models.ForeignKey(
        "catalog.CoursePage", on_delete=models.CASCADE, related_name="teacher_rows"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="taught_rows"
    )
    kind = models.CharField(max_length=16, choices=Kind, default=Kind.CO_TEACHER)
    added_at = models.DateTimeField(auto_now_add=True)

    objects = CourseTeacherQuerySet.as_manager()

    class Meta:
        ordering = ["-kind", "added_at"]  # the owner first
        constraints = [
            models.UniqueConstraint(
                fields=["course", "user"], name="catalog_courseteacher_unique"
            ),
            models.UniqueConstraint(
                fields=["course"],
                condition=models.Q(kind="owner"),
                name="catalog_courseteacher_one_owner",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_kind_display()}"
