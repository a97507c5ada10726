"""The registers as files: a heading and a line for each row."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from common.tables import moment_cell


def inquiry_lines(inquiries: Iterable[Any]) -> Iterator[list[object]]:
    yield [
        _("Name"),
        _("Phone"),
        _("Email"),
        _("Language"),
        _("Courses"),
        _("Status"),
        _("Why lost"),
        _("Score"),
        _("Priority"),
        _("Counselor"),
        _("Next step"),
        _("Source"),
        _("Arrived by"),
        _("Campaign"),
        _("Asked"),
        _("Last activity"),
        _("In this status since"),
    ]
    for each in inquiries:
        yield [
            str(each),
            each.phone,
            each.email,
            each.language,
            ", ".join(course.title for course in each.courses.all()),
            each.get_status_display(),
            each.get_lost_reason_display(),
            each.score,
            each.get_priority_display(),
            str(each.counselor or ""),
            moment_cell(each.planned[0].due_at) if each.planned else "",
            each.get_source_display(),
            each.get_channel_display(),
            each.campaign,
            moment_cell(each.created_at),
            moment_cell(each.last_activity_at),
            moment_cell(each.status_changed_at),
        ]


def follow_up_lines(follow_ups: Iterable[Any]) -> Iterator[list[object]]:
    yield [
        _("Name"),
        _("Type"),
        _("Due"),
        _("Status"),
        _("Outcome"),
        _("Counselor"),
        _("Done"),
        _("Notes"),
    ]
    for each in follow_ups:
        yield [
            str(each.inquiry),
            each.get_medium_display(),
            moment_cell(each.due_at),
            each.get_status_display(),
            each.get_outcome_display(),
            str(each.counselor or ""),
            moment_cell(each.closed_at),
            each.notes,
        ]


def reward_lines(rewards: Iterable[Any]) -> Iterator[list[object]]:
    yield [
        _("Student"),
        _("Type"),
        _("Category"),
        _("Points"),
        _("Reason"),
        _("Status"),
        _("Issued by"),
        _("Date"),
    ]
    for each in rewards:
        yield [
            str(each.student),
            each.get_kind_display(),
            each.get_category_display(),
            each.signed_points,
            each.reason,
            each.get_status_display(),
            str(each.issued_by),
            each.given_on.isoformat(),
        ]
