"""What the audit trail says about assessment."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogFormatter

EXTENSION = "assessment.extension"
EXTENSION_REMOVED = "assessment.extension_removed"

# Each action with its name in filters and its sentence in a history.
ACTIONS = {
    EXTENSION: (_("Extension: give"), _("Gave other dates")),
    EXTENSION_REMOVED: (_("Extension: remove"), _("Took other dates back")),
}


class ExtensionFormatter(LogFormatter):
    """Says who it was for, which dates, and why."""

    def format_message(self, log_entry: Any) -> str:
        data = log_entry.data or {}
        details = [
            str(data[name]) for name in ("student", "dates", "reason") if data.get(name)
        ]
        return (
            f"{self.message} ({'; '.join(details)})" if details else str(self.message)
        )


def register(actions: Any) -> None:
    """Tell Wagtail's log registry about our actions."""
    for action, (label, message) in ACTIONS.items():
        formatter = {"label": label, "message": message}
        actions.register_action(action)(type("_", (ExtensionFormatter,), formatter))
