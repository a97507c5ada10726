"""Takes a person out of the files that were imported."""

from typing import Any

from django.utils.translation import gettext as _

from common.exceptions import Refused
from crm import phones
from crm.importing.reading import read_table
from crm.matching import Person, canonical_email
from crm.models import CRMSettings, InquiryImport

Status = InquiryImport.Status


def forget_in_imports(people: list[Person]) -> None:
    """Take the lines of these people out of each import, and the file where it waits with them.

    Refused while an import is at work: it may be bringing in the very person.
    """
    if InquiryImport.objects.filter(status=Status.RUNNING).exists():
        raise Refused(
            "importing",
            _(
                "A file is being imported. Wait until it is done, then erase the person."
            ),
        )
    traces = _Traces(people)
    for importing in InquiryImport.objects.select_for_update():
        lines = [line for line in importing.lines if not traces.are_in(_cells(line))]
        content = bytes(importing.content)
        is_named = bool(content) and traces.are_in_file(content)
        if len(lines) == len(importing.lines) and not is_named:
            continue
        importing.lines = lines
        if is_named:
            importing.content = b""
            importing.status = Status.FAILED
            importing.error = _(
                "Somebody in this file was erased, so the file is gone. Upload it again without"
                " them."
            )
        importing.save(update_fields=["lines", "content", "status", "error"])


def _cells(line: dict[str, Any]) -> list[str]:
    own = [str(line.get(name, "")) for name in ("name", "phone", "email")]
    return [*own, *line.get("cells", ())]


class _Traces:
    """What people are known by: number and address, and the name where there is neither."""

    def __init__(self, people: list[Person]) -> None:
        self.region = CRMSettings.load().phone_region
        self.values: set[str] = set()
        for person in people:
            contact = {
                person.phone_number,
                person.phone,
                canonical_email(person.email),
            } - {""}
            self.values |= contact or {person.name.casefold()}
        self.values.discard("")

    def are_in(self, cells: list[str]) -> bool:
        return any(self._is_trace(cell) for cell in cells)

    def _is_trace(self, cell: str) -> bool:
        if not cell:
            return False
        if cell in self.values or cell.casefold() in self.values:
            return True
        if "@" in cell:
            return canonical_email(cell) in self.values
        has_number = sum(map(str.isdigit, cell)) >= 7
        return has_number and phones.normalise(cell, self.region) in self.values - {""}

    def are_in_file(self, content: bytes) -> bool:
        try:
            return any(self.are_in(cells) for _line, cells in read_table(content))
        except Refused:
            return True  # nobody can say who is in it
