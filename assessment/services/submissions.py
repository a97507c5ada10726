"""What students do about an assignment: write, add files, hand in. Nothing is replaced, nothing is lost."""

import hashlib
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.db.models import Max
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from accounts.models import User
from assessment.access import accommodation_of, decide_working, terms_of
from assessment.models import (
    FILE_TYPES,
    Assignment,
    Submission,
    SubmissionFile,
    SubmissionVersion,
)
from assessment.signals import submission_received
from common.exceptions import Refused
from common.file_kinds import FileKind, kind_of

LONGEST_TEXT = 200_000
LONGEST_NAME = 200
MEGABYTE = 1024 * 1024


class DraftConflict(Refused):
    """The text was changed elsewhere since this window read it. `submission` has what was saved there."""

    def __init__(self, submission: Submission) -> None:
        super().__init__(
            "changed_elsewhere",
            _(
                "This text was changed in another window or on another device. Both are kept:"
                " choose which one goes on."
            ),
        )
        self.submission = submission


def stamp_of(submission: Submission | None) -> str:
    """Return which state of the draft somebody has seen, to send back with what they write."""
    saved_at = submission.draft_saved_at if submission else None
    return saved_at.isoformat() if saved_at else ""


def save_draft(
    *, assignment: Assignment, student: User, text: str, seen: str
) -> Submission:
    """Keep what was written so far. `seen` is the stamp of the state that it goes on from."""
    text = _clean(text)
    if assignment.accepts == Assignment.Accepts.FILES:
        raise Refused("files_only", _("Only files are handed in here."))
    terms = terms_of(assignment, accommodation_of(student, assignment))
    decision = decide_working(student, assignment, terms)
    # What was begun in time may be kept to the end: an extension can still come.
    if not decision and decision.code != "closed":
        raise Refused(decision.code, str(decision.sentence))
    with transaction.atomic():
        submission = _locked(assignment, student)
        _write(submission, text, seen)
    return submission


def add_file(*, assignment: Assignment, student: User, upload: Any) -> SubmissionFile:
    """Judge a file and add it to the draft. The same file sent again is the one that is there."""
    _refuse_unless_open(assignment, student, timezone.now())
    kind = _judge(assignment, upload)
    digest = digest_of(upload)
    name = _name(upload.name)
    submission = _opened(assignment, student)
    row = SubmissionFile(
        submission=submission,
        name=name,
        size=upload.size,
        digest=digest,
        uploaded_at=timezone.now(),
    )
    with transaction.atomic():
        _refuse_another(_locked(assignment, student), assignment)
    # Called by what it is: the stored name decides how it is sent. Stored before anything is locked.
    row.file.save(f"work.{kind.extension}", File(upload), save=False)
    try:
        with transaction.atomic():
            draft = _locked(assignment, student)
            same = draft.files.filter(version=None, name=name, digest=digest).first()
            if same is None:
                _refuse_another(draft, assignment)
                row.save()
                return row
    except BaseException:
        _forget(row)
        raise
    _forget(row)
    return same


def use_again(*, file: SubmissionFile) -> SubmissionFile:
    """Put a file of an earlier version into the draft: another row of the same content."""
    assignment, student = file.submission.assignment, file.submission.student
    _refuse_unless_open(assignment, student, timezone.now())
    with transaction.atomic():
        draft = _locked(assignment, student)
        same = draft.files.filter(version=None, file=file.file.name).first()
        if same:
            return same
        _refuse_another(draft, assignment)
        return SubmissionFile.objects.create(
            submission=draft,
            file=file.file.name,
            name=file.name,
            size=file.size,
            digest=file.digest,
            uploaded_at=timezone.now(),
        )


def remove_file(*, file: SubmissionFile) -> None:
    """Take a file out of the draft. What was handed in stays."""
    with transaction.atomic():
        Submission.objects.select_for_update().get(pk=file.submission_id)
        current = SubmissionFile.objects.filter(pk=file.pk).first()
        if current is None:
            return
        if current.version_id:
            raise Refused(
                "handed_in", _("This file was handed in, so it can't be removed.")
            )
        current.delete()


def version_made_by(
    *, assignment: Assignment, student: User, number: int
) -> SubmissionVersion | None:
    """Return version `number` if it is there: then its form was sent before."""
    return SubmissionVersion.objects.filter(
        submission__assignment=assignment, submission__student=student, number=number
    ).first()


def submit(
    *,
    assignment: Assignment,
    student: User,
    number: int,
    text: str | None = None,
    seen: str = "",
    at: datetime | None = None,
) -> SubmissionVersion:
    """Hand in the draft as version `number`, which is what makes a repeated request harmless.

    `text` is what stands in the form, `seen` the stamp of the draft that it goes on from.
    """
    at = at or timezone.now()
    text = None if text is None else _clean(text)
    with transaction.atomic():
        submission = _locked(assignment, student)
        newest = submission.versions.aggregate(n=Max("number"))["n"] or 0
        if number <= newest:
            return _replayed(submission, number, text)
        # Read again: what was seen is what is live now, with its newest revision.
        assignment = Assignment.objects.select_related("course").get(pk=assignment.pk)
        _refuse_unless_open(assignment, student, at, made=newest)
        if text is not None and assignment.accepts != Assignment.Accepts.FILES:
            _write(submission, text, seen)
        version = _new_version(submission, assignment, newest + 1, at)
        submission_received.send(SubmissionVersion, version=version)
    return version


def _new_version(
    submission: Submission, assignment: Assignment, number: int, at: datetime
) -> SubmissionVersion:
    takes_text = assignment.accepts != Assignment.Accepts.FILES
    takes_files = assignment.accepts != Assignment.Accepts.TEXT
    text = submission.draft_text if takes_text else ""
    files = submission.files.filter(version=None)
    has_files = takes_files and files.exists()
    if not has_files and not text.strip():
        raise Refused("nothing", _NOTHING[assignment.accepts]())
    last = submission.versions.filter(number=number - 1).first()
    if last and not has_files and not last.files.exists() and last.text == text:
        raise Refused(
            "unchanged",
            _("This is the same as version %(number)s, which you have handed in.")
            % {"number": last.number},
        )
    revision = assignment.live_revision
    if revision is None:
        raise Refused("not_published", _("This is not published."))
    version = SubmissionVersion.objects.create(
        submission=submission,
        number=number,
        revision=revision,
        text=text,
        submitted_at=at,
    )
    if takes_files:
        files.update(version=version)
    return version


_NOTHING: dict[str, Callable[[], str]] = {
    Assignment.Accepts.TEXT: lambda: _(
        "There is nothing to hand in yet: write your text."
    ),
    Assignment.Accepts.FILES: lambda: _("There is nothing to hand in yet: add a file."),
    Assignment.Accepts.BOTH: lambda: _(
        "There is nothing to hand in yet: write your text, or add a file."
    ),
}


def _replayed(
    submission: Submission, number: int, text: str | None
) -> SubmissionVersion:
    """Return the version that the same form made before; refuse what came from another window."""
    version = submission.versions.get(number=number)
    if text is None or not text or text == version.text:
        return version
    raise Refused(
        "handed_in_elsewhere",
        _(
            "Version %(number)s was handed in from another window in the meantime. Your text"
            " below was not: look at both, then hand it in as the next version."
        )
        % {"number": version.number},
    )


def _write(submission: Submission, text: str, seen: str) -> None:
    if text == submission.draft_text:
        return
    if seen != stamp_of(submission):
        raise DraftConflict(submission)
    submission.draft_text = text
    submission.draft_saved_at = timezone.now()
    submission.save(update_fields=["draft_text", "draft_saved_at"])


def _opened(assignment: Assignment, student: User) -> Submission:
    return Submission.objects.get_or_create(assignment=assignment, student=student)[0]


def _locked(assignment: Assignment, student: User) -> Submission:
    pk = _opened(assignment, student).pk
    return Submission.objects.select_for_update().get(pk=pk)


def _refuse_unless_open(
    assignment: Assignment, student: User, at: datetime, made: int | None = None
) -> None:
    """Refuse by access, by dates, and by how often it may be handed in."""
    terms = terms_of(assignment, accommodation_of(student, assignment))
    decision = decide_working(student, assignment, terms, at)
    if not decision:
        raise Refused(decision.code, str(decision.sentence))
    if made is None:
        made = SubmissionVersion.objects.filter(
            submission__assignment=assignment, submission__student=student
        ).count()
    if assignment.versions_allowed is None:
        return
    if made >= assignment.versions_allowed + terms.extra_attempts:
        raise Refused(
            "no_versions_left", _("You have handed this in as often as it is allowed.")
        )


def _judge(assignment: Assignment, upload: Any) -> FileKind:
    if assignment.accepts == Assignment.Accepts.TEXT:
        raise Refused("text_only", _("Only text is handed in here."))
    name = _name(upload.name)
    most = assignment.max_megabytes * MEGABYTE
    if upload.size > most:
        raise Refused(
            "too_big",
            _("“%(name)s” has %(size)s. A file may have %(most)s at most.")
            % {
                "name": name,
                "size": filesizeformat(upload.size),
                "most": filesizeformat(most),
            },
        )
    if not upload.size:
        raise Refused("empty", _("“%(name)s” is empty.") % {"name": name})
    kind = kind_of(upload)
    allowed = allowed_kinds(assignment)
    if kind is None or not kind.names & allowed.keys():
        raise Refused(
            "wrong_type",
            _(
                "“%(name)s” is of a kind that can't be handed in here. Allowed: %(kinds)s."
            )
            % {"name": name, "kinds": get_text_list([*allowed.values()], _("and"))},
        )
    return kind


def allowed_kinds(assignment: Assignment) -> dict[str, str]:
    """Return the kinds of files that may be handed in, with what people call them."""
    chosen = {str(each.value) for each in assignment.file_types}
    return {
        name: str(label) for name, label in FILE_TYPES if not chosen or name in chosen
    }


def _refuse_another(draft: Submission, assignment: Assignment) -> None:
    if draft.files.filter(version=None).count() >= assignment.max_files:
        raise Refused(
            "too_many",
            _("At most %(most)s files can be handed in. Remove one first.")
            % {"most": assignment.max_files},
        )


def digest_of(upload: Any) -> str:
    """Return the SHA-256 of an upload, read piece by piece."""
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()


def _name(said: str) -> str:
    """Return a file's name without folders and signs that nobody can see."""
    name = "".join(
        letter if letter.isprintable() else " "
        for letter in said.replace("\\", "/").rsplit("/", 1)[-1]
    ).strip(" .")
    stem, dot, ending = name.rpartition(".")
    if dot and len(ending) < 20:
        return f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending}" if stem else ending
    return name[:LONGEST_NAME] or "file"


def _clean(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    if len(text) > LONGEST_TEXT:
        raise Refused(
            "too_long",
            _("The text is too long: %(most)s characters can be handed in.")
            % {"most": f"{LONGEST_TEXT:,}"},
        )
    return text


def _forget(row: SubmissionFile) -> None:
    with suppress(OSError):
        row.file.storage.delete(str(row.file.name))
