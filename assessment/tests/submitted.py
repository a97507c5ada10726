"""Work that was handed in, for tests: past the student's screen, at any moment."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from assessment.models import Submission, SubmissionVersion
from assessment.services.gradings import grade_version
from assessment.services.submissions import add_file, submit
from assessment.work import student_work

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)
RUBRIC: list[Any] = [
    (
        "criterion",
        {
            "title": title,
            "description": "",
            "levels": [
                {"title": "Weak", "points": Decimal(0), "description": "Hardly there"},
                {"title": "Fair", "points": Decimal(2), "description": ""},
                {"title": "Good", "points": Decimal(4), "description": "All of it"},
            ],
        },
    )
    for title in ("Argument", "Sources")
]


def upload(name: str = "essay.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def hand_in(
    assignment: Any,
    student: Any,
    text: str = "My work.",
    *,
    files: Any = (),
    at: Any = None,
) -> SubmissionVersion:
    """Return a new version, handed in by the service itself."""
    for file in files:
        add_file(assignment=assignment, student=student, upload=file)
    draft = Submission.objects.filter(assignment=assignment, student=student).first()
    seen = draft.draft_saved_at.isoformat() if draft and draft.draft_saved_at else ""
    number = draft.versions.count() + 1 if draft else 1
    return submit(
        assignment=assignment,
        student=student,
        number=number,
        text=text,
        seen=seen,
        at=at,
    )


def grade(
    assignment: Any,
    student: Any,
    points: Any,
    *,
    by: Any,
    version: Any = None,
    **said: Any,
) -> Any:
    work = student_work(assignment, student).version(version)
    assert work is not None
    newest = work.grading
    return grade_version(
        work=work,
        by=by,
        points=None if points is None else Decimal(points),
        seen=newest.pk if newest else 0,
        **said,
    )


def days(number: float) -> Any:
    """Return the moment so many days from now."""
    return timezone.now() + timedelta(days=number)
