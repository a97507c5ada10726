from typing import Any

from wagtail.admin.views.account import (
    AccountView as WagtailAccountView,
)
from wagtail.admin.views.account import (
    NotificationsSettingsPanel,
    ThemeSettingsPanel,
)


class AccountView(WagtailAccountView):
    """How the editor looks and what it mails. Name, picture, time zone, email and password are changed
    on the site's own pages, which ask for the password again and verify an address."""

    OFFERED = (NotificationsSettingsPanel, ThemeSettingsPanel)

    def get_panels(self) -> list[Any]:
        return [
            panel for panel in super().get_panels() if isinstance(panel, self.OFFERED)
        ]
