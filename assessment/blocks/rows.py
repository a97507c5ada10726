"""Lists that begin with a few rows to fill in."""

from typing import Any

from django.utils.html import strip_tags
from wagtail.blocks.list_block import ListBlockValidationError, ListValue
from wagtail.rich_text import RichText

from common.blocks.study import ReadableListBlock

ROWS = 4


class SpareRowsBlock(ReadableListBlock):
    """Shows four empty rows at once, and lets go of those that stay empty."""

    def get_default(self) -> ListValue:
        return self.normalize([self.child_block.get_default() for _row in range(ROWS)])

    def clean(self, value: Any) -> ListValue:
        value = self.normalize(value)
        if self.is_deferred_validation:
            return super().clean(value)
        filled = [
            (place, row)
            for place, row in enumerate(value.bound_blocks)
            if not is_empty(row.value)
        ]
        rows = ListValue(self, bound_blocks=[row for _place, row in filled])
        try:
            return super().clean(rows)
        except ListBlockValidationError as error:
            # The form still shows all rows.
            places = {
                filled[place][0]: said for place, said in error.block_errors.items()
            }
            raise ListBlockValidationError(places, error.non_block_errors) from error


def is_empty(value: Any) -> bool:
    """Whether nothing was written into a row. A picture is something."""
    if isinstance(value, RichText):
        source = value.source or ""
        return not strip_tags(source).strip() and "<embed" not in source
    if isinstance(value, dict):
        return all(is_empty(each) for each in value.values())
    return value in (None, "", False)
