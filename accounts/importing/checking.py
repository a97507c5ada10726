"""What will become of each line, as things stand now: a handful of queries for thousands of lines."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from accounts.forms.profile import PhoneField
from accounts.importing.reading import Row
from accounts.models import Role, User, validate_username
from accounts.permissions import assignable_roles, can_manage
from accounts.usernames import name_from

Line = dict[str, Any]
CHUNK = 500
# What a spreadsheet takes for a formula, when somebody exports the list again.
_FORMULA = re.compile(r"^[=+\-@\t\r]")
_ROLES = {
    **{role.value: role for role in Role},
    **{role.value.replace("_", " "): role for role in Role},
}


def check(rows: list[Row], *, by: User) -> list[Line]:
    """Return each row as a line with a verdict (create, update, same, refuse) and a reason."""
    people = _People(rows)
    return [_judge(row, people, by) for row in rows]


class _People:
    """The accounts that the rows may mean, and what earlier rows have claimed."""

    def __init__(self, rows: list[Row]) -> None:
        emails = {row.values["email"].lower() for row in rows if "email" in row.values}
        names = {row.values.get("username", "").lower() for row in rows}
        wanted = Counter(
            name_from(row.values.get("email", "").lower())
            for row in rows
            if not row.values.get("username")
        )
        self.by_email = {user.email.lower(): user for user in _find("email", emails)}
        self.by_username: dict[str, User] = {}
        self.claimed: dict[str, int] = {}
        self.looked_up: set[str] = set()
        self.last_number: dict[str, int] = {}
        self._look_up(names | {*wanted})
        # Who shares a mail name with others gets a number, so these are looked up together too.
        self._look_up(
            {
                f"{name}{number}"
                for name, lines in wanted.items()
                if lines > 1 or name in self.by_username
                for number in range(2, lines + 2)
            }
        )

    def _look_up(self, names: set[str]) -> None:
        self.looked_up |= names
        for user in _find("username", names):
            self.by_username[user.username.lower()] = user

    def free_name(self, email: str) -> str:
        wanted = name_from(email)
        number = self.last_number.get(wanted, 1)
        name = wanted if number == 1 else f"{wanted}{number}"
        while name in self.by_username or f"name:{name}" in self.claimed:
            number += 1
            name = f"{wanted}{number}"
            if name not in self.looked_up:
                self._look_up({f"{wanted}{number + more}" for more in range(CHUNK)})
        self.last_number[wanted] = number
        return name


def _find(field: str, values: set[str]) -> Iterator[User]:
    wanted = sorted(values - {""})
    for start in range(0, len(wanted), CHUNK):
        yield from User.objects.annotate(wanted=Lower(field)).filter(
            wanted__in=wanted[start : start + CHUNK]
        )


def _judge(row: Row, people: _People, by: User) -> Line:
    values = {
        name: value for name, value in row.values.items() if not name.startswith("_")
    }
    values["email"] = values.get("email", "").lower()
    line: Line = {"line": row.line, "values": values, "verdict": "refuse", "reason": ""}
    if reason := _problem(row, people):
        line["reason"] = reason
        return line
    role = _ROLES.get(" ".join(values.get("role", "").lower().split()), "")
    values["role"] = str(role)
    person = people.by_email.get(values["email"])
    if person is not None:
        line["reason"] = _problem_with_update(values, person, people, by)
        if not line["reason"]:
            changes = changes_of(person, values)
            line["verdict"] = "update" if changes else "same"
            line["reason"] = "; ".join(
                f"{name}: {getattr(person, name) or '–'} → {value}"
                for name, value in changes.items()
            )
            line["user"] = person.pk
    else:
        values["role"] = values["role"] or Role.STUDENT.value
        line["reason"] = _problem_with_new(values, people, by)
        if not line["reason"]:
            line["verdict"] = "create"
            values["username"] = values.get("username") or people.free_name(
                values["email"]
            )
    if line["verdict"] != "refuse":
        people.claimed[f"email:{values['email']}"] = row.line
        if values.get("username"):
            people.claimed[f"name:{values['username'].lower()}"] = row.line
    return line


def changes_of(person: User, values: dict[str, str]) -> dict[str, str]:
    """Return what a line changes about somebody who is there; an empty cell changes nothing."""
    return {
        name: values[name]
        for name in ("first_name", "last_name", "phone", "role")
        if values.get(name) and getattr(person, name) != values[name]
    }


def _problem(row: Row, people: _People) -> str:
    values = row.values
    if values.get("_extra"):
        return _("This line has more cells than there are columns with a name.")
    for name in ("email", "first_name", "last_name"):
        if not values.get(name):
            return _("The column %(column)s is empty.") % {"column": name}
    for name in ("username", "email", "first_name", "last_name"):
        if _FORMULA.match(values.get(name, "")):
            return _(
                "%(column)s begins like a formula of a spreadsheet: “%(value)s”."
            ) % {"column": name, "value": values[name][:20]}
    for name in ("first_name", "last_name", "username"):
        if len(values.get(name, "")) > 150:
            return _("%(column)s is too long.") % {"column": name}
    try:
        validate_email(values["email"])
        PhoneField().clean(values.get("phone", ""))
    except ValidationError as error:
        return " ".join(error.messages)
    if len(values["email"]) > 254:
        return _("%(column)s is too long.") % {"column": "email"}
    role = " ".join(values.get("role", "").lower().split())
    if role and role not in _ROLES:
        return _("“%(role)s” is not a role. Roles are: %(roles)s.") % {
            "role": values["role"],
            "roles": ", ".join(Role.values),
        }
    email = values["email"].lower()
    if line := people.claimed.get(f"email:{email}"):
        return _("Line %(line)s has the same email address.") % {"line": line}
    username = values.get("username", "").lower()
    if username and (line := people.claimed.get(f"name:{username}")):
        return _("Line %(line)s has the same username.") % {"line": line}
    return ""


def _problem_with_update(
    values: dict[str, str], person: User, people: _People, by: User
) -> str:
    username = values.get("username", "")
    if username and username.lower() != person.username.lower():
        return _("This email address belongs to “%(username)s” already.") % {
            "username": person.username
        }
    changes = changes_of(person, values)
    if changes and not can_manage(by, person):
        return _("You may not change this account.")
    if "role" in changes:
        if person.pk == by.pk:
            return _("Nobody changes the own role.")
        if changes["role"] not in assignable_roles(by):
            return _("You can't give a role above your own.")
    return ""


def _problem_with_new(values: dict[str, str], people: _People, by: User) -> str:
    if values["role"] not in assignable_roles(by):
        return _("You can't give a role above your own.")
    username = values.get("username", "")
    if not username:
        return ""
    if owner := people.by_username.get(username.lower()):
        return _("The username “%(username)s” belongs to somebody else.") % {
            "username": owner.username
        }
    try:
        validate_username(username)
        User._meta.get_field("username").run_validators(username)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""
