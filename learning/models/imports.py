from django.db import models
from wagtail.models import Page


class ImportedItem(models.Model):
    """Where a page or file of a course came from, so that importing again updates it in place."""

    course = models.ForeignKey(
        "catalog.CoursePage", on_delete=models.CASCADE, related_name="imported_items"
    )
    path = models.CharField(
        max_length=500, help_text="Inside the imported folder, with slashes."
    )
    digest = models.CharField(
        max_length=64, help_text="SHA-256 of what was last imported, in hex."
    )
    offered_digest = models.CharField(
        max_length=64,
        blank=True,
        help_text="Of a version put as a draft over what an editor had written.",
    )
    page = models.ForeignKey(
        Page, on_delete=models.CASCADE, null=True, related_name="+"
    )
    image = models.ForeignKey(
        "catalog.CourseImage", on_delete=models.CASCADE, null=True, related_name="+"
    )
    document = models.ForeignKey(
        "catalog.CourseDocument", on_delete=models.CASCADE, null=True, related_name="+"
    )
    imported_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["course", "path"], name="learning_imported_unique"
            )
        ]

    def __str__(self) -> str:
        return self.path
