"""Carries a checked import out: everything in one transaction, or nothing."""

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.importing.checking import Line, changes_of, check
from accounts.importing.reading import Row, read_table
from accounts.models import PeopleImport, User
from accounts.services import create_users, rename_users, set_role
from common.exceptions import Refused

Status = PeopleImport.Status
LINES_BETWEEN_NOTES = 500
CREATE, UPDATE = WORK = ("create", "update")


def check_file(*, content: bytes, file_name: str, by: User) -> PeopleImport:
    """Read and check a file; nothing is changed yet."""
    rows = read_table(content)
    return PeopleImport.objects.create(
        file_name=file_name[:255], uploaded_by=by, lines=check(rows, by=by)
    )


def start(*, people_import: PeopleImport, sends_invitations: bool) -> bool:
    """Claim the import and hand it to a worker; False if somebody has started it already."""
    from accounts.tasks import run_import

    return people_import.start(run_import, sends_invitations=sends_invitations)


def run(people_import: PeopleImport) -> None:
    """Create and change everybody, or nobody; leave the outcome in the import."""
    if people_import.status != Status.RUNNING:
        return
    try:
        with transaction.atomic():
            made = _carry_out(people_import)
    except _Stopped as stop:
        # Asked after all is undone: else the lines that went well would look taken.
        why = _why_not(stop.portion, people_import.uploaded_by)
        _finish(people_import, Status.FAILED, why)
        return
    except Exception:
        _finish(
            people_import,
            Status.FAILED,
            _(
                "Something went wrong on our side, so nothing was imported."
                " Tell whoever looks after the site; the reason is in its log."
            ),
        )
        raise
    _finish(people_import, Status.DONE)
    if people_import.sends_invitations:
        from accounts.tasks import send_invitations

        send_invitations.delay(made)


class _Stopped(Exception):
    """One of these lines was fine when it was checked and no longer is."""

    def __init__(self, portion: list[Line]) -> None:
        super().__init__()
        self.portion = portion


def _carry_out(people_import: PeopleImport) -> list[int]:
    """Work through the lines in portions; return the keys of the new accounts."""
    by = User.objects.get(pk=people_import.uploaded_by_id)
    lines = [line for line in people_import.lines if line["verdict"] in WORK]
    made: list[int] = []
    for start in range(0, len(lines), LINES_BETWEEN_NOTES):
        cache.set(_progress_key(people_import), start, 3600)
        portion = lines[start : start + LINES_BETWEEN_NOTES]
        try:
            made += _create([line for line in portion if line["verdict"] == CREATE], by)
            _update([line for line in portion if line["verdict"] == UPDATE], by)
        except (Refused, ValidationError, IntegrityError) as error:
            raise _Stopped(portion) from error
    return made


def _create(lines: list[Line], by: User) -> list[int]:
    people = [
        {name: value for name, value in line["values"].items() if value}
        for line in lines
    ]
    with transaction.atomic():
        return [user.pk for user in create_users(people=people, by=by)]


def _update(lines: list[Line], by: User) -> None:
    changes = {line["user"]: line["values"] for line in lines}
    people = User.objects.in_bulk([*changes])
    named = {pk: changes_of(person, changes[pk]) for pk, person in people.items()}
    rename_users(changes=named, by=by)
    for pk, person in people.items():
        if role := named[pk].get("role"):
            set_role(user=person, role=role, by=by)


def _why_not(portion: list[Line], by: User) -> str:
    """Name the line that was fine when the file was checked and no longer is."""
    rows = [Row(line["line"], line["values"]) for line in portion]
    for before, now in zip(portion, check(rows, by=by), strict=True):
        if now["verdict"] != before["verdict"]:
            return _(
                "Line %(line)s no longer fits, so nothing was imported: %(reason)s"
                " Upload the file again to check it anew."
            ) % {
                "line": now["line"],
                "reason": now["reason"] or _("There is an account by now."),
            }
    return _(
        "Somebody changed the same accounts at the same moment, so nothing was imported."
        " Upload the file again to check it anew."
    )


def _finish(people_import: PeopleImport, status: str, error: str = "") -> None:
    people_import.finish(status, error)
    cache.delete(_progress_key(people_import))


def progress_of(people_import: PeopleImport) -> int:
    """Return how many lines are behind us."""
    if people_import.status == Status.DONE:
        return len(people_import.lines)
    return int(cache.get(_progress_key(people_import), 0))


def _progress_key(people_import: PeopleImport) -> str:
    return f"accounts:import:{people_import.pk}"
