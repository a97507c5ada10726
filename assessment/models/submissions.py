"""Work that was handed in. Nothing is replaced: each time is a version of its own."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from assessment.models.attempts import MARKS
from assessment.models.history import AppendOnly


def submission_path(instance: "SubmissionFile", filename: str) -> str:
    """Return where a file lies: a name that says nothing, below a folder that nobody lists."""
    extension = filename.rsplit(".", 1)[-1].lower()[:16] if "." in filename else "bin"
    return f"submissions/{instance.submission.uuid}/{instance.uuid}.{extension}"


class Submission(models.Model):
    """What one student hands in for one assignment: a draft, and the versions handed in."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    assignment = models.ForeignKey(
        "assessment.Assignment", on_delete=models.PROTECT, related_name="submissions"
    )
    student = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="submissions"
    )
    draft_text = models.TextField(blank=True)
    draft_saved_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "student"], name="assessment_submission_unique"
            )
        ]

    def __str__(self) -> str:
        return f"{self.student} · {self.assignment}"


class SubmissionVersion(models.Model):
    """One handing in, with the assignment as the student saw it. Written once."""

    uuid = models.UUIDField(
        _("receipt"), default=uuid.uuid4, unique=True, editable=False
    )
    submission = models.ForeignKey(
        Submission, on_delete=models.CASCADE, related_name="versions"
    )
    number = models.PositiveSmallIntegerField(_("version"))
    revision = models.ForeignKey(
        "wagtailcore.Revision",
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("The assignment as it was when this was handed in."),
    )
    text = models.TextField(blank=True)
    submitted_at = models.DateTimeField(_("handed in"))

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "number"], name="assessment_version_number_unique"
            )
        ]
        indexes = [models.Index(fields=["submitted_at"])]

    def __str__(self) -> str:
        return f"{self.submission} · {self.number}"


class SubmissionFile(models.Model):
    """A file of a draft, or of the version that it was handed in with."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    submission = models.ForeignKey(
        Submission, on_delete=models.CASCADE, related_name="files"
    )
    # Null while it belongs to the draft. A file handed in again is another row of the same content.
    version = models.ForeignKey(
        SubmissionVersion,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="files",
    )
    file = models.FileField(upload_to=submission_path, max_length=255)
    name = models.CharField(max_length=255, help_text=_("As the student called it."))
    size = models.PositiveBigIntegerField(help_text=_("In bytes."))
    digest = models.CharField(max_length=64, help_text=_("SHA-256, in hexadecimal."))
    uploaded_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class Grading(AppendOnly):
    """What a grader thought of one version. The newest counts, and the student sees it once released."""

    version = models.ForeignKey(
        SubmissionVersion, on_delete=models.CASCADE, related_name="gradings"
    )
    # Before anything is taken away for being late.
    points = models.DecimalField(**MARKS)
    levels = models.JSONField(
        default=dict,
        blank=True,
        help_text=_("The level of each criterion of the rubric, by id."),
    )
    comment = models.TextField(_("comment"), blank=True)

    def __str__(self) -> str:
        return f"{self.version_id}: {self.points}"
