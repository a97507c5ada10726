"""How the audit trail speaks: a sentence for each action, and in brackets what is known besides."""

from collections.abc import Mapping
from typing import Any

from wagtail.log_actions import LogFormatter


class DetailsFormatter(LogFormatter):
    """Says what was done and, of what the entry keeps, the values of `told`."""

    told: tuple[str, ...] = ()

    def details_of(self, data: Mapping[str, Any]) -> list[str]:
        return [str(data[name]) for name in self.told if data.get(name)]

    def format_message(self, log_entry: Any) -> str:
        details = self.details_of(log_entry.data or {})
        message = str(self.message)
        return f"{message} ({'; '.join(details)})" if details else message


def register_actions(
    actions: Any, named: Mapping[str, tuple[Any, Any]], formatter: type[LogFormatter]
) -> None:
    """Tell Wagtail's log registry of actions: each with its name in filters and its sentence."""
    for action, (label, message) in named.items():
        words = {"label": label, "message": message}
        actions.register_action(action)(type("_", (formatter,), words))
