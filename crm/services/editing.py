"""What is known of a person changes; what it was stays on the timeline."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.exceptions import Refused
from crm import phones, timeline
from crm.models import CRMSettings, Inquiry, TimelineEntry
from crm.services.base import lock, touch

# What may be edited by hand; status, counselor and score have verbs of their own.
FIELDS = (
    "name",
    "phone",
    "email",
    "language",
    "contact_time",
    "priority",
    "source",
    "campaign",
)


@transaction.atomic
def edit_inquiry(
    *,
    inquiry: Inquiry,
    by: User,
    courses: Iterable[Any] | None = None,
    tags: Iterable[str] | None = None,
    **fields: Any,
) -> Inquiry:
    """Change what is known of the person. Only what is given changes, and only that is noted."""
    current = lock(inquiry, by=by)
    unknown = fields.keys() - {*FIELDS}
    if unknown:
        raise TypeError(f"edit_inquiry() changes none of {sorted(unknown)}")
    given = {**fields}
    for name in ("name", "phone", "email"):
        if name in given:
            given[name] = " ".join(given[name].split())
    if "email" in given:
        given["email"] = given["email"].lower()
    _refuse_unreachable(current, given)
    changes = _write(current, given)
    if courses is not None:
        changes |= _set_courses(current, list(courses))
    if tags is not None:
        changes |= _set_tags(current, tags)
    if changes:
        timeline.record(
            TimelineEntry.Kind.CHANGED, inquiry=current, by=by, changes=changes
        )
        touch(current, what="changed", is_activity=False)
    return current


def _refuse_unreachable(inquiry: Inquiry, given: dict[str, Any]) -> None:
    if not given.get("name", inquiry.name):
        raise Refused("no_name", _("Who is it? The name is missing."))
    if not (given.get("phone", inquiry.phone) or given.get("email", inquiry.email)):
        raise Refused(
            "no_contact",
            _("Give a phone number or an email address, so that we can answer."),
        )


def _write(inquiry: Inquiry, given: dict[str, Any]) -> dict[str, list[str]]:
    changes = {}
    for name, value in given.items():
        before = _shown(inquiry, name)
        setattr(inquiry, name, value)
        after = _shown(inquiry, name)
        if before != after:
            changes[name] = [before, after]
    if "phone" in changes:
        region = CRMSettings.load().phone_region
        inquiry.phone_number = phones.normalise(inquiry.phone, region)
    inquiry.save(update_fields=[*changes, "phone_number", "updated_at"])
    return changes


def _shown(inquiry: Inquiry, name: str) -> str:
    display = getattr(inquiry, f"get_{name}_display", None)
    return str(display() if display else getattr(inquiry, name))


def _set_courses(inquiry: Inquiry, courses: list[Any]) -> dict[str, list[str]]:
    before = {course.pk: course.title for course in inquiry.courses.all()}
    after = {course.pk: course.title for course in courses}
    if before.keys() == after.keys():
        return {}
    inquiry.courses.set(after)
    return {"courses": [_joined(before.values()), _joined(after.values())]}


def _set_tags(inquiry: Inquiry, tags: Iterable[str]) -> dict[str, list[str]]:
    before = {*inquiry.tags.names()}
    after = {" ".join(tag.split())[:50] for tag in tags} - {""}
    if before == after:
        return {}
    inquiry.tags.set(after)
    return {"tags": [_joined(before), _joined(after)]}


def _joined(words: Iterable[str]) -> str:
    return ", ".join(sorted(words))
