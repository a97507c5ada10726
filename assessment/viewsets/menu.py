"""The buttons below the editor. Wagtail offers publishing to those who may publish everything; here
the course decides, and the view says."""

from typing import Any

from wagtail.snippets.action_menu import PublishMenuItem, UnpublishMenuItem


class PublishItem(PublishMenuItem):
    def is_shown(self, context: dict[str, Any]) -> bool:
        return bool(context.get("may_publish") and not context.get("locked_for_user"))


class UnpublishItem(UnpublishMenuItem):
    def is_shown(self, context: dict[str, Any]) -> bool:
        return bool(
            context.get("may_publish")
            and not context.get("locked_for_user")
            and context["view"] == "edit"
            and context["instance"].live
        )
