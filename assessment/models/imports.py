from django.db import models

from common.imports import CheckedImport


class QuestionImport(CheckedImport):
    """A file of questions for the bank of a course; `assessment.formats` writes and reads its lines.

    The file is kept until it is carried out.
    """

    course = models.ForeignKey(
        "catalog.CoursePage", on_delete=models.CASCADE, related_name="+"
    )
    content = models.BinaryField(blank=True)
    skips_known = models.BooleanField(default=False)

    class Meta(CheckedImport.Meta):
        pass
