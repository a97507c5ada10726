"""Blocks are checked by one form at a time.

That a draft may leave a required block empty, Wagtail notes on the block itself, which all threads share. Two forms
at once, say a preview beside a save, would undo each other's note: the draft is refused, or what is required stops
being so until the process ends.
"""

from threading import RLock
from typing import Any

from wagtail.admin.forms.models import register_form_field_override
from wagtail.blocks import BlockField
from wagtail.fields import StreamField

_checking = RLock()


class OneAtATimeBlockField(BlockField):
    def clean(self, value: Any) -> Any:
        with _checking:
            return super().clean(value)


def register() -> None:
    """Let the admin's forms use it for every StreamField."""
    register_form_field_override(
        StreamField, override={"form_class": OneAtATimeBlockField}
    )
