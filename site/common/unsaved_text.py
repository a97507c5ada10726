"""What the browser keeps of a page that could not be saved, until the server says that it has it.

`static/js/admin/unsaved-text.js` keeps the text under a number and sends the number along. Whoever
saved remembers it here, because the answer may be lost on its way: the browser asks at the next page.
"""

from typing import Any

from django.http import HttpRequest
from wagtail.admin.ui.components import Component

FIELD = "unsaved_text"
SESSION_KEY = "unsaved_text.saved"
REMEMBERED = 20


def remember_saved(request: HttpRequest) -> None:
    number = request.POST.get(FIELD, "")[:64]
    # Wagtail's own saving hears of it at once, and happens twice a second.
    if number and "application/json" not in request.headers.get("Accept", ""):
        known = request.session.get(SESSION_KEY, [])
        request.session[SESSION_KEY] = [*known, number][-REMEMBERED:]


def saved_numbers(request: HttpRequest) -> str:
    return " ".join(request.session.get(SESSION_KEY, []))


class UnsavedTextPanel(Component):
    """The way back to texts that this browser still keeps. Hidden where there are none."""

    name = "unsaved_text"
    order = 50
    template_name = "common/admin/unsaved_texts.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"request": parent_context["request"]}
