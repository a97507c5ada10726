"""The form in which any page is edited."""

from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm


class PageForm(WagtailAdminPageForm):
    """Leaves an address that nobody chose to the page, which makes it from the title.

    The editor's script does the same while one types; on a slow connection a form may be sent
    before it has.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if field := self.fields.get("slug"):
            field.required = False
