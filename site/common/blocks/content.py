"""Blocks that may stand anywhere, also inside a callout, an accordion or an exercise."""

from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.images.shortcuts import get_rendition_or_not_found

from common.blocks.choosers import PictureBlock, ProseBlock
from common.blocks.comparison import (
    CodeComparison,
    LabelledComparison,
    ProseComparison,
    StreamComparison,
    TableComparison,
)
from common.blocks.preloading import PreloadedStreamBlock

TEXT = _("Text")
MEDIA = _("Media")
STUDY = _("Study")

INLINE_FEATURES = ["bold", "italic", "link", "code", "superscript", "subscript"]
TEXT_FEATURES = [
    "h2",
    "h3",
    "h4",
    "bold",
    "italic",
    "ol",
    "ul",
    "link",
    "document-link",
    "code",
    "superscript",
    "subscript",
    "strikethrough",
    "hr",
    "blockquote",
]

# Names are Prism's; the empty one shows plain text.
CODE_LANGUAGES = [
    ("bash", "Bash"),
    ("c", "C"),
    ("cpp", "C++"),
    ("csharp", "C#"),
    ("css", "CSS"),
    ("diff", "Diff"),
    ("go", "Go"),
    ("markup", "HTML"),
    ("java", "Java"),
    ("javascript", "JavaScript"),
    ("json", "JSON"),
    ("julia", "Julia"),
    ("latex", "LaTeX"),
    ("markdown", "Markdown"),
    ("matlab", "MATLAB"),
    ("php", "PHP"),
    ("python", "Python"),
    ("r", "R"),
    ("ruby", "Ruby"),
    ("rust", "Rust"),
    ("sql", "SQL"),
    ("typescript", "TypeScript"),
    ("yaml", "YAML"),
]
# One rendition fits every screen: no wider than a wide figure on a sharp display. Drawings stay drawings.
FIGURE_FILTER = "max-1600x2400|preserve-svg"


class TextBlock(ProseBlock):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"features": TEXT_FEATURES, **kwargs})

    def get_comparison_class(self) -> type[ProseComparison]:
        return ProseComparison

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        group = TEXT
        description = _("Paragraphs, headings and lists.")
        preview_value = _(
            "<h2>Why the sky is blue</h2><p>Air scatters <b>short</b> waves more than long ones.</p>"
            "<ul><li>Violet and blue spread everywhere.</li><li>Red goes straight on.</li></ul>"
        )


class InlineTextBlock(ProseBlock):
    """A line or two: a caption, a hint."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"features": INLINE_FEATURES, **kwargs})

    def get_comparison_class(self) -> type[ProseComparison]:
        return ProseComparison

    class Meta:
        icon = "pilcrow"
        description = _("A line or two of text.")


class ReadableBlock(blocks.StructBlock):
    """Fields that read well when two versions are compared."""

    def get_comparison_class(self) -> type[LabelledComparison]:
        return LabelledComparison


class FigureValue(blocks.StructValue):
    @cached_property
    def shown(self) -> Any:
        """The rendition that is shown; None if the picture is gone."""
        image = self.get("image")
        return get_rendition_or_not_found(image, FIGURE_FILTER) if image else None

    @property
    def is_decorative(self) -> bool:
        image = self.get("image")
        return bool(image and getattr(image, "decorative", False))

    @property
    def alt(self) -> str:
        image = self.get("image")
        return "" if self.is_decorative else getattr(image, "contextual_alt_text", "")


class FigureBlock(ReadableBlock):
    image = PictureBlock(label=_("Image"))
    caption = InlineTextBlock(required=False, label=_("Caption"))
    width = blocks.ChoiceBlock(
        choices=[("normal", _("Normal")), ("wide", _("Wide")), ("small", _("Small"))],
        default="normal",
        label=_("Width"),
        search_index=False,
    )

    class Meta:
        icon = "image"
        label = _("Image")
        group = MEDIA
        description = _("A picture with its alt text and a caption.")
        template = "blocks/image.html"
        preview_template = "blocks/previews/image.html"
        value_class = FigureValue


class CodeValue(blocks.StructValue):
    @property
    def language_label(self) -> str:
        return str(dict(CODE_LANGUAGES).get(self.get("language") or "", ""))


class CodeBlock(ReadableBlock):
    code = blocks.TextBlock(rows=8, label=_("Code"))
    language = blocks.ChoiceBlock(
        choices=CODE_LANGUAGES,
        required=False,
        label=_("Language"),
        search_index=False,
    )
    kind = blocks.ChoiceBlock(
        choices=[
            ("source", _("Source")),
            ("output", _("Output")),
            ("error", _("Error")),
        ],
        default="source",
        label=_("This is"),
        search_index=False,
    )
    caption = blocks.CharBlock(
        required=False, label=_("Caption"), help_text=_("A file name, for example.")
    )

    def get_comparison_class(self) -> type[LabelledComparison]:
        return LabelledComparison.with_fields(code=CodeComparison)

    class Meta:
        icon = "code"
        label = _("Code")
        group = TEXT
        description = _("Source code with highlighting, or what a program prints.")
        template = "blocks/code.html"
        value_class = CodeValue
        preview_value = {
            "code": 'def greet(name):\n    return f"Hello, {name}!"\n\nprint(greet("Asha"))',
            "language": "python",
            "kind": "source",
            "caption": "greet.py",
        }


class MathsBlock(ReadableBlock):
    latex = blocks.TextBlock(rows=3, label=_("Formula"), help_text=_("In LaTeX."))
    description = blocks.CharBlock(
        required=False,
        label=_("In words"),
        help_text=_("How you would read it aloud, for people who listen."),
    )

    def get_comparison_class(self) -> type[LabelledComparison]:
        return LabelledComparison.with_fields(latex=CodeComparison)

    class Meta:
        icon = "superscript"
        label = _("Formula")
        group = TEXT
        description = _("A displayed formula, written in LaTeX.")
        template = "blocks/maths.html"
        preview_value = {
            "latex": r"\bar{x} = \frac{1}{n} \sum_{i=1}^{n} x_i",
            "description": _("The mean is the sum of all values, divided by how many."),
        }


class DataTableBlock(TypedTableBlock):
    def get_comparison_class(self) -> type[TableComparison]:
        return TableComparison

    def deconstruct(self) -> tuple[str, Any, Any]:
        _path, args, kwargs = super().deconstruct()
        return (
            "wagtail.contrib.typed_table_block.blocks.TypedTableBlock",
            args,
            kwargs,
        )

    def deconstruct_with_lookup(self, lookup: Any) -> tuple[str, Any, Any]:
        _path, args, kwargs = super().deconstruct_with_lookup(lookup)
        return (
            "wagtail.contrib.typed_table_block.blocks.TypedTableBlock",
            args,
            kwargs,
        )


class TableBlock(ReadableBlock):
    caption = blocks.CharBlock(required=False, label=_("Caption"))
    table = DataTableBlock(
        [
            ("text", blocks.CharBlock(required=False, label=_("Text"))),
            ("number", blocks.DecimalBlock(required=False, label=_("Number"))),
            ("rich_text", InlineTextBlock(required=False, label=_("Formatted text"))),
        ],
        label=_("Table"),
    )

    class Meta:
        icon = "table"
        label = _("Table")
        group = TEXT
        description = _("Rows and columns with a heading for each column.")
        template = "blocks/table.html"

    def get_preview_value(self) -> blocks.StructValue:
        columns = [("text", _("Planet")), ("number", _("Moons"))]
        rows = [("Mars", 2), ("Jupiter", 95), ("Saturn", 146)]
        return self.to_python(
            {
                "caption": str(_("Moons of the planets")),
                "table": {
                    "columns": [
                        {"type": kind, "heading": str(heading)}
                        for kind, heading in columns
                    ],
                    "rows": [{"values": list(row)} for row in rows],
                    "caption": "",
                },
            }
        )


class ContentStreamBlock(PreloadedStreamBlock):
    """What may stand inside another block."""

    text = TextBlock()
    image = FigureBlock()
    code = CodeBlock()
    maths = MathsBlock()
    table = TableBlock()

    def get_comparison_class(self) -> type[StreamComparison]:
        return StreamComparison

    class Meta:
        icon = "list-ul"
        description = _("Text, images, code, formulas and tables.")
