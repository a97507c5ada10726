"""The inquiry form on any page. The form is the CRM's, which stands above: a template leads there."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from common.blocks.content import ContentStreamBlock, ReadableBlock

VISITORS = _("For visitors")


class InquiryBlock(ReadableBlock):
    title = blocks.CharBlock(
        required=False,
        max_length=80,
        label=_("Title"),
        help_text=_("Without it: “Ask us”."),
    )
    text = blocks.TextBlock(required=False, max_length=300, rows=2, label=_("Text"))

    class Meta:
        icon = "mail"
        label = _("Inquiry form")
        group = VISITORS
        description = _("The form with which visitors ask the academy.")
        template = "blocks/inquiry.html"
        preview_template = "blocks/previews/inquiry.html"


class PageStreamBlock(ContentStreamBlock):
    """What a page that visitors read is written with."""

    inquiry = InquiryBlock()

    class Meta:
        icon = "list-ul"
        description = _("Text, images, code, formulas, tables and the inquiry form.")
