"""What greets counselors in the admin."""

from typing import Any

from wagtail.admin.ui.components import Component

from crm.desk import Desk


class DeskPanel(Component):
    """Leads to today's desk, with what waits there."""

    name = "crm_desk"
    order = 50
    template_name = "crm/admin/parts/home_panel.html"

    def __init__(self, user: Any) -> None:
        self.user = user

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"counts": Desk(self.user).counts()}
