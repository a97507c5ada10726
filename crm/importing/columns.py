"""What the columns of somebody's table mean. Knows no framework but its translations."""

import re
from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

FIELDS = {
    "name": _("Name"),
    "last_name": _("Family name"),
    "phone": _("Phone"),
    "email": _("Email"),
    "course": _("Course"),
    "source": _("Source"),
    "campaign": _("Campaign"),
    "message": _("Message"),
    "language": _("Language"),
}
# How people call them, in small letters without spaces.
_HEADINGS = {
    "name": "name fullname studentname leadname firstname givenname person vorname nombre nom prenom",
    "last_name": "lastname surname familyname secondname nachname apellido apellidos",
    "phone": "phone phonenumber phoneno mobile mobilenumber mobileno mob cell cellphone tel telephone"
    " contact contactno contactnumber whatsapp whatsappnumber telefon telefono handy",
    "email": "email emailaddress emailid mail mailid correo",
    "course": "course courses coursename coursecode program programme interest interestedin subject",
    "source": "source leadsource origin channel",
    "campaign": "campaign campaignname utmcampaign adname fair event",
    "message": "message remarks remark comment comments note notes query question enquiry inquiry",
    "language": "language lang preferredlanguage",
}
_FIELD_OF = {
    heading: field for field, names in _HEADINGS.items() for heading in names.split()
}
_NUMBER = re.compile(r"^\+?[\d\s().\-/]{7,20}$")


def guess(heading: Sequence[str], samples: Sequence[Sequence[str]]) -> dict[str, int]:
    """Return which column is which field: by its heading, else by what stands in it."""
    mapping: dict[str, int] = {}
    for column, title in enumerate(heading):
        field = _FIELD_OF.get(re.sub(r"[^a-z]", "", title.lower()))
        if field and field not in mapping:
            mapping[field] = column
    for field, looks_like in (("email", _is_email), ("phone", _is_phone)):
        if field in mapping:
            continue
        for column in range(len(heading)):
            cells = [
                row[column] for row in samples if column < len(row) and row[column]
            ]
            if (
                column not in mapping.values()
                and cells
                and all(looks_like(cell) for cell in cells)
            ):
                mapping[field] = column
                break
    return mapping


def _is_email(cell: str) -> bool:
    return bool(re.fullmatch(r"[^@\s]+@[^@\s]+\.\w+", cell))


def _is_phone(cell: str) -> bool:
    return bool(_NUMBER.match(cell)) and sum(map(str.isdigit, cell)) >= 7
