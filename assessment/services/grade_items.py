"""The columns that teachers make for what is marked outside."""

from django.utils.translation import gettext as _

from assessment.models import GradeItem
from common.exceptions import Refused


def delete_item(*, item: GradeItem) -> None:
    """Take a column away for which nobody has a grade yet."""
    if item.source is not None:
        raise Refused(
            "has_source",
            _("This column belongs to “%(title)s”. You can leave it out of the count.")
            % {"title": item.source},
        )
    if item.grades.exists():
        raise Refused(
            "has_grades",
            _(
                "Students have grades for it, and no grade is lost. You can leave it out of the count."
            ),
        )
    item.delete()
