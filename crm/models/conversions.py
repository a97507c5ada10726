"""An inquiry that became a student."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.models.inquiries import Inquiry


class Conversion(models.Model):
    """Who became a student, when, and who made it so. One for each inquiry."""

    inquiry = models.OneToOneField(
        Inquiry, on_delete=models.PROTECT, related_name="conversion"
    )
    student = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="conversions",
    )
    # Whose success it is: the counselor at that time.
    counselor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    made_account = models.BooleanField(default=True)
    at = models.DateTimeField(db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-at"]
        verbose_name = _("conversion")

    def __str__(self) -> str:
        return str(self.inquiry)


class ConvertedCourse(models.Model):
    """A course of a conversion, with its price on that day."""

    conversion = models.ForeignKey(
        Conversion, on_delete=models.CASCADE, related_name="courses"
    )
    course = models.ForeignKey(
        "catalog.CoursePage", on_delete=models.PROTECT, related_name="+"
    )
    price = models.DecimalField(max_digits=10, decimal_places=2, default=0)
    # In line for a place or an approval: not enrolled, and no revenue yet.
    is_waiting = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conversion", "course"], name="crm_converted_course_unique"
            )
        ]

    def __str__(self) -> str:
        return str(self.course)
