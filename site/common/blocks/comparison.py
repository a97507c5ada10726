"""How two versions of a stream are set side by side for a reviewer.

Wagtail runs the text of a block together and does not say which block it was. Here every block
carries its label, fields stand under their own labels, code keeps its lines, prose its
paragraphs and the targets of its links, and what did not change is folded away.
"""

import re
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from html import unescape
from itertools import groupby
from typing import Any, ClassVar

from django.utils.encoding import force_str
from django.utils.html import escape, format_html, format_html_join, strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail import blocks
from wagtail.admin.compare import (
    BlockComparison,
    ListBlockComparison,
    StreamBlockComparison,
    StreamFieldComparison,
    StructBlockComparison,
    diff_text,
    get_comparison_class_for_block,
)

_LINK = re.compile(r"<a\b([^>]*)>(.*?)</a>", re.IGNORECASE | re.DOTALL)
_TARGET = re.compile(r'\b(?:href|id)="([^"]*)"')
_ITEM = re.compile(r"<li\b[^>]*>", re.IGNORECASE)
_BREAK = re.compile(r"</(?:p|h[1-6]|li|blockquote|ul|ol)>|<[bh]r\s*/?>", re.IGNORECASE)


def plain_text(source: str) -> str:
    """Return rich text as lines that can be compared: list marks and link targets stay."""
    source = _LINK.sub(_spell_out_link, source)
    source = _ITEM.sub("• ", source)
    lines = (
        " ".join(line.split())
        for line in unescape(strip_tags(_BREAK.sub("\n", source))).splitlines()
    )
    return "\n".join(line for line in lines if line)


def _spell_out_link(match: re.Match[str]) -> str:
    target = _TARGET.search(match[1])
    return f"{match[2]} (→ {target[1]})" if target else match[2]


def lines(html: str) -> SafeString:
    return format_html('<span class="comparison__lines">{}</span>', SafeString(html))


class ProseComparison(BlockComparison):
    def htmlvalue(self, val: Any) -> SafeString:
        return lines(escape(plain_text(val.source if val else "")))

    def htmldiff(self) -> SafeString:
        old, new = (
            plain_text(value.source if value else "")
            for value in (self.val_a, self.val_b)
        )
        if old == new:
            return format_html(
                '{}<span class="comparison__note">{}</span>',
                lines(escape(new)),
                _("Only the formatting changed."),
            )
        return lines(diff_text(old, new).to_html())


class CodeComparison(BlockComparison):
    """Line by line, as programmers read a change."""

    def htmlvalue(self, val: Any) -> SafeString:
        return format_html('<pre class="comparison__code">{}</pre>', val or "")

    def htmldiff(self) -> SafeString:
        marks = format_html_join("", '<span class="{}">{}</span>', self._runs())
        return format_html('<pre class="comparison__code">{}</pre>', marks)

    def _runs(self) -> Iterator[tuple[str, str]]:
        old = (self.val_a or "").splitlines()
        new = (self.val_b or "").splitlines()
        matcher = SequenceMatcher(None, old, new, autojunk=False)
        for kind, i1, i2, j1, j2 in matcher.get_opcodes():
            if kind == "equal":
                yield "", "".join(f"  {line}\n" for line in old[i1:i2])
                continue
            if i2 > i1:
                yield "deletion", "".join(f"- {line}\n" for line in old[i1:i2])
            if j2 > j1:
                yield "addition", "".join(f"+ {line}\n" for line in new[j1:j2])


class WordComparison(BlockComparison):
    """A value that is a word, not a text: a choice, a number, yes or no, a file, a page."""

    def htmlvalue(self, val: Any) -> SafeString:
        return escape(self.word(val))

    def htmldiff(self) -> SafeString:
        old, new = self.word(self.val_a), self.word(self.val_b)
        if old == new:
            return escape(new)
        parts = [("deletion", old), ("addition", new)]
        return format_html_join(
            " ", '<span class="{}">{}</span>', [part for part in parts if part[1]]
        )

    def word(self, value: Any) -> str:
        if value is None or value == "":
            return ""
        if isinstance(self.block, blocks.BooleanBlock):
            return _("Yes") if value else _("No")
        if isinstance(self.block, blocks.ChoiceBlock):
            choices = dict(self.block.field.widget.choices)
            return force_str(choices.get(value, value))
        return force_str(value)


class TableComparison(BlockComparison):
    """A row of cells on each line, so that a changed row stands out."""

    def htmlvalue(self, val: Any) -> SafeString:
        return lines(escape("\n".join(self._rows(val))))

    def htmldiff(self) -> SafeString:
        old, new = ("\n".join(self._rows(value)) for value in (self.val_a, self.val_b))
        return lines(diff_text(old, new).to_html())

    def _rows(self, table: Any) -> list[str]:
        if not table:
            return []
        headings = [column["heading"] for column in table.columns]
        rows = [[self._cell(cell) for cell in row] for row in table.rows]
        return [" | ".join(row) for row in [headings, *rows]]

    def _cell(self, cell: Any) -> str:
        if isinstance(cell.block, blocks.RichTextBlock):
            return plain_text(cell.value.source if cell.value else "")
        return "" if cell.value is None else force_str(cell.value)


def comparison_class_of(block: blocks.Block) -> type[BlockComparison]:
    """Return the class that compares two values of `block`."""
    if hasattr(block, "get_comparison_class"):
        return block.get_comparison_class()
    if isinstance(block, blocks.RichTextBlock):
        return ProseComparison
    wordy = (blocks.CharBlock, blocks.TextBlock, blocks.URLBlock)
    if isinstance(block, blocks.FieldBlock) and not isinstance(block, wordy):
        return WordComparison
    return get_comparison_class_for_block(block)


class LabelledComparison(StructBlockComparison):
    """The fields of a block, each under its label; empty ones are left out."""

    field_classes: ClassVar[dict[str, type[BlockComparison]]] = {}

    @classmethod
    def with_fields(
        cls, **classes: type[BlockComparison]
    ) -> type["LabelledComparison"]:
        return type("LabelledComparison", (cls,), {"field_classes": classes})

    def htmlvalue(self, val: Any) -> SafeString:
        return self._fields(
            (name, block, self._compare(name, block, val, val).htmlvalue(val.get(name)))
            for name, block in self.block.child_blocks.items()
        )

    def htmldiff(self) -> SafeString:
        return self._fields(
            (name, block, self._field_diff(name, block))
            for name, block in self.block.child_blocks.items()
        )

    def _field_diff(self, name: str, block: blocks.Block) -> Any:
        comparison = self._compare(name, block, self.val_a, self.val_b)
        if comparison.has_changed():
            return comparison.htmldiff()
        return comparison.htmlvalue(comparison.val_a)

    def _compare(
        self, name: str, block: blocks.Block, old: Any, new: Any
    ) -> BlockComparison:
        compare = self.field_classes.get(name) or comparison_class_of(block)
        return compare(block, True, True, old.get(name), new.get(name))

    def _fields(self, fields: Iterator[tuple[str, blocks.Block, Any]]) -> SafeString:
        shown = [(block.label, html) for _name, block, html in fields if html]
        return format_html(
            '<dl class="comparison__fields">{}</dl>',
            format_html_join("", "<dt>{}</dt><dd>{}</dd>", shown),
        )


class PictureComparison(LabelledComparison):
    """The picture beside its alt text. Its block hands over the image, not the fields."""

    def __init__(
        self, block: Any, exists_a: bool, exists_b: bool, val_a: Any, val_b: Any
    ) -> None:
        old, new = (block._image_to_struct_value(value) for value in (val_a, val_b))
        super().__init__(block, exists_a, exists_b, old, new)

    def htmlvalue(self, val: Any) -> SafeString:
        fields = (
            val if isinstance(val, dict) else self.block._image_to_struct_value(val)
        )
        return super().htmlvalue(fields)


class _Sequence:
    """Names each block, marks what came and went, and folds up runs that did not change."""

    get_block_comparisons: Callable[[], list[Any]]
    get_blocks_from_value: Callable[[Any], list[Any]]

    def htmldiff(self) -> SafeString:
        shown = []
        comparisons = self.get_block_comparisons()
        for state, group in groupby(comparisons, key=_state):
            run = list(group)
            html = SafeString("".join(_show(each, state) for each in run))
            shown.append(_fold(html, len(run)) if state == "same" else html)
        return SafeString("".join(shown))

    def htmlvalue(self, val: Any) -> SafeString:
        children = self.get_blocks_from_value(val)
        return SafeString("".join(_show(_unchanged(each), "same") for each in children))


class StreamComparison(_Sequence, StreamBlockComparison):
    pass


class ListComparison(_Sequence, ListBlockComparison):
    pass


class StreamDiff(StreamFieldComparison):
    """A whole stream field."""

    def htmldiff(self) -> SafeString:
        return StreamComparison(
            self.field.stream_block, True, True, self.val_a, self.val_b
        ).htmldiff()


def _unchanged(child: Any) -> BlockComparison:
    compare = comparison_class_of(child.block)
    return compare(child.block, True, True, child.value, child.value)


def _state(comparison: BlockComparison) -> str:
    if comparison.is_new():
        return "addition"
    if comparison.is_deleted():
        return "deletion"
    return "changed" if comparison.has_changed() else "same"


def _show(comparison: BlockComparison, state: str) -> SafeString:
    words = {"addition": _("new"), "deletion": _("removed"), "changed": _("changed")}
    match state:
        case "addition":
            html = comparison.htmlvalue(comparison.val_b)
        case "changed":
            html = comparison.htmldiff()
        case _:
            html = comparison.htmlvalue(comparison.val_a)
    return format_html(
        '<section class="comparison__child-object {}"><p class="comparison__kind">{}{}</p>{}</section>',
        state,
        comparison.block.label,
        f" · {words[state]}" if state in words else "",
        html,
    )


def _fold(html: SafeString, count: int) -> SafeString:
    says = ngettext("%(count)d part unchanged", "%(count)d parts unchanged", count)
    return format_html(
        '<details class="comparison__same"><summary>{}</summary>{}</details>',
        says % {"count": count},
        html,
    )


_MARK = re.compile(r'<span class="(addition|deletion)">(.*?)</span>', re.DOTALL)


def marked_difference(block: blocks.Block, old: Any, new: Any) -> SafeString:
    """Return how `old` became `new`, with <ins> and <del>, which are read out as such."""
    html = comparison_class_of(block)(block, True, True, old, new).htmldiff()
    return SafeString(_MARK.sub(_as_element, html))


def _as_element(match: re.Match[str]) -> str:
    name = "ins" if match[1] == "addition" else "del"
    return f"<{name}>{match[2]}</{name}>"
