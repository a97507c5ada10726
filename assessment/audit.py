"""What the audit trail says about assessment."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from common.trail import DetailsFormatter, register_actions

EXTENSION = "assessment.extension"
EXTENSION_REMOVED = "assessment.extension_removed"

# Each action with its name in filters and its sentence in a history.
ACTIONS = {
    EXTENSION: (_("Extension: give"), _("Gave other dates")),
    EXTENSION_REMOVED: (_("Extension: remove"), _("Took other dates back")),
}


class ExtensionFormatter(DetailsFormatter):
    told = ("student", "dates", "reason")


def register(actions: Any) -> None:
    register_actions(actions, ACTIONS, ExtensionFormatter)
