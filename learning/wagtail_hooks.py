"""What the admin knows of learning."""

from typing import Any

from wagtail import hooks
from wagtail.admin.views.home import (
    RecentEditsPanel,
    UserObjectsInWorkflowModerationPanel,
    WorkflowObjectsToModeratePanel,
)

from learning.admin_panels import (
    MyCoursesPanel,
    OwnRecentEdits,
    OwnSubmissions,
    ReviewQueuePanel,
)


@hooks.register("construct_homepage_panels")
def greet(request: Any, panels: list[Any]) -> None:
    """Give each role what is theirs, in place of Wagtail's panels on everything."""
    ours: dict[type, type] = {
        RecentEditsPanel: OwnRecentEdits,
        UserObjectsInWorkflowModerationPanel: OwnSubmissions,
    }
    panels[:] = [
        ours[type(panel)]() if type(panel) in ours else panel
        for panel in panels
        if not isinstance(panel, WorkflowObjectsToModeratePanel)
    ]
    if request.user.is_admin:
        panels.append(ReviewQueuePanel(request.user))
    if request.user.is_teacher or request.user.taught_rows.exists():
        panels.append(MyCoursesPanel(request.user))
