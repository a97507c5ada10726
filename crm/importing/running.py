"""Leads through an import: upload, columns, check, the word to begin, the work."""

from collections import Counter
from functools import partial
from itertools import islice
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.exceptions import Refused
from crm import audit
from crm.importing.checking import JOINED, NEW, REFUSED, Entry, check
from crm.importing.columns import FIELDS, guess
from crm.importing.reading import read_table
from crm.importing.writing import write
from crm.models import InquiryImport
from crm.services import start_rescoring

Status = InquiryImport.Status
SAMPLES = 4
# Of those that join an earlier inquiry, so many are listed; of those refused, all.
MOST_LISTED = 2_000


def upload(*, content: bytes, file_name: str, by: User) -> InquiryImport:
    """Keep a file and guess what its columns mean; nothing is read to its end yet."""
    InquiryImport.forget_old()
    heading, samples = _beginning(content)
    return InquiryImport.objects.create(
        file_name=file_name[:255],
        uploaded_by=by,
        content=content,
        defaults={"heading": heading, "guess": guess(heading, samples)},
    )


def _beginning(content: bytes) -> tuple[list[str], list[list[str]]]:
    lines = [cells for _line, cells in islice(read_table(content), SAMPLES + 1)]
    if len(lines) < 2:
        raise Refused(
            "no_people",
            _("There is nobody in the table: its first line has to name the columns."),
        )
    return lines[0], lines[1:]


def samples_of(importing: InquiryImport) -> list[list[str]]:
    return _beginning(bytes(importing.content))[1]


def name_columns(
    *, importing: InquiryImport, mapping: dict[str, int], defaults: dict[str, Any]
) -> None:
    """Note what the columns mean, and have a worker look what would happen."""
    from crm.tasks import check_inquiries

    if "name" not in mapping and "last_name" not in mapping:
        raise Refused("no_name", _("Say which column is the name."))
    if "phone" not in mapping and "email" not in mapping:
        raise Refused(
            "no_contact",
            _("Say which column is the phone number or the email address."),
        )
    if unknown := mapping.keys() - FIELDS.keys():
        raise Refused("unknown", ", ".join(sorted(unknown)))
    heading = importing.defaults["heading"]
    changed = InquiryImport.objects.filter(
        pk=importing.pk, status=Status.CHECKED
    ).update(
        mapping=mapping,
        defaults={**defaults, "heading": heading, "guess": mapping},
        counts_by_verdict={},
        lines=[],
        total=0,
    )
    if not changed:
        raise Refused("started", _("This import has been started already."))
    transaction.on_commit(partial(check_inquiries.delay, importing.pk))


def look(importing: InquiryImport) -> None:
    """The dry run: note what would become of each line."""
    if importing.status != Status.CHECKED or not importing.mapping:
        return
    try:
        entries = _check(importing)
    except Refused as refusal:
        _end(importing, str(refusal))
        return
    noted = _outcome(entries)
    waiting = InquiryImport.objects.filter(
        pk=importing.pk, status=Status.CHECKED, mapping=importing.mapping
    )
    waiting.update(**noted)


def _check(importing: InquiryImport) -> list[Entry]:
    lines = read_table(bytes(importing.content))
    next(lines)  # the heading
    return check(
        lines,
        mapping=importing.mapping,
        defaults=importing.defaults,
        progress=partial(_note_progress, importing),
    )


def _outcome(entries: list[Entry]) -> dict[str, Any]:
    joined = [entry for entry in entries if entry.verdict == JOINED][:MOST_LISTED]
    refused = [entry for entry in entries if entry.verdict == REFUSED]
    listed = sorted([*joined, *refused], key=lambda entry: entry.line)
    return {
        "total": len(entries),
        "counts_by_verdict": Counter(entry.verdict for entry in entries),
        "lines": [_line(entry) for entry in listed],
    }


def _line(entry: Entry) -> dict[str, Any]:
    line = {
        "line": entry.line,
        "verdict": entry.verdict,
        "reason": entry.reason,
        "name": entry.name,
        "phone": entry.phone,
        "email": entry.email,
    }
    # So that they can be taken out, corrected and brought in again.
    return line | ({"cells": entry.cells} if entry.verdict == REFUSED else {})


def start(importing: InquiryImport) -> bool:
    """Claim the import and hand it to a worker; False if somebody has started it already."""
    from crm.tasks import import_inquiries

    return importing.start(import_inquiries)


def start_again(importing: InquiryImport) -> bool:
    """Start what a worker left behind; False while one is still at work, or where all is done.

    The worker holds the row while it works, so a row that can be had has nobody who works.
    """
    with transaction.atomic():
        rows = InquiryImport.objects.filter(
            pk=importing.pk, status__in=(Status.RUNNING, Status.FAILED)
        ).exclude(content=b"")
        left = rows.select_for_update(skip_locked=True).first()
        if left is None:
            return False
        left.status, left.error, left.finished_at = Status.CHECKED, "", None
        left.save(update_fields=["status", "error", "finished_at"])
        return start(left)


def run(pk: int) -> None:
    """Bring everything in, or nothing. Can run twice: the second one finds it done."""
    try:
        with transaction.atomic():
            importing = _claim(pk)
            if importing is not None:
                _carry_out(importing)
    except Exception as error:
        sentence = str(error) if isinstance(error, Refused) else ""
        _end(
            InquiryImport.objects.get(pk=pk),
            sentence
            or _(
                "Something went wrong on our side, so nothing was imported. Start it again,"
                " or tell whoever looks after the site; the reason is in its log."
            ),
        )
        if not sentence:
            raise


def _claim(pk: int) -> InquiryImport | None:
    """Hold all imports at work: two at once would each take the same person for new."""
    rows = InquiryImport.objects.filter(status=Status.RUNNING).defer("content", "lines")
    held = rows.order_by("pk").select_for_update().values_list("pk", flat=True)
    if pk not in list(held):
        return None
    return InquiryImport.objects.select_related("uploaded_by").get(pk=pk)


def _carry_out(importing: InquiryImport) -> None:
    counselor = User.objects.filter(pk=importing.defaults.get("counselor")).first()
    entries = _check(importing)
    touched = write(
        entries,
        importing=importing,
        counselor=counselor,
        progress=partial(_note_progress, importing),
    )
    noted = _outcome(entries)
    importing.finish(Status.DONE, content=b"", done=noted["total"], **noted)
    audit.record_import(importing.uploaded_by, importing.file_name, len(touched))
    if touched:
        # Robustly: a worker that can't be told of it now does not undo what has come in.
        transaction.on_commit(_go_on, robust=True)


def _go_on() -> None:
    """Have what came in scored and given out, all of it together."""
    from crm.tasks import assign_waiting

    start_rescoring()
    assign_waiting.delay()


def _end(importing: InquiryImport, error: str) -> None:
    importing.finish(Status.FAILED, error)


def counts_of(importing: InquiryImport) -> dict[str, int]:
    return {
        verdict: importing.counts_by_verdict.get(verdict, 0)
        for verdict in (NEW, JOINED, REFUSED)
    }


def is_checking(importing: InquiryImport) -> bool:
    """Whether the columns are named and a worker has not said yet what would happen."""
    return bool(
        importing.status == Status.CHECKED
        and importing.mapping
        and not importing.counts_by_verdict
    )


def progress_of(importing: InquiryImport) -> int:
    """Return how many lines are behind us."""
    return int(cache.get(_progress_key(importing), 0))


def _note_progress(importing: InquiryImport, done: int) -> None:
    # Not in the database: until the end nobody else sees what this transaction writes.
    cache.set(_progress_key(importing), done, 3600)


def _progress_key(importing: InquiryImport) -> str:
    return f"crm:import:{importing.pk}:{importing.status}"


def counselors_for(user: User) -> Any:
    """Return to whom `user` may give what is imported: admins to all, counselors to themselves."""
    counselors = User.objects.filter(role="counselor", is_active=True)
    return counselors if user.is_admin else counselors.filter(pk=user.pk)
