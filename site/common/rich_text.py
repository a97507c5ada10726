"""The links of a rich text, looked up for a whole stream at once.

A link to a page may lead to a heading on it: `<a linktype="page" id="5" fragment="loops">`.
"""

from typing import Any

from django.utils.html import escape
from draftjs_exporter.dom import DOM
from wagtail.admin.rich_text.converters.contentstate import link_entity
from wagtail.admin.rich_text.converters.html_to_contentstate import (
    PageLinkElementHandler,
)
from wagtail.documents.rich_text import DocumentLinkHandler
from wagtail.rich_text.pages import PageLinkHandler

from common.blocks.preloading import open_shelf


class ShelvedPageLink(PageLinkHandler):
    @classmethod
    def get_many(cls, attrs_list: list[dict[str, str]]) -> list[Any]:
        if (shelf := open_shelf()) is None:
            return list(super().get_many(attrs_list))
        return shelf.take(cls.get_model(), [attrs.get("id") for attrs in attrs_list])

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, str]]) -> list[str]:
        tags = super().expand_db_attributes_many(attrs_list)
        return [
            f'{tag[:-2]}#{escape(attrs["fragment"])}">'
            if attrs.get("fragment") and tag.endswith('">')
            else tag
            for tag, attrs in zip(tags, attrs_list, strict=True)
        ]


class EditedPageLink(PageLinkElementHandler):
    """Keeps the heading that a link leads to while its text is edited."""

    def get_attribute_data(self, attrs: dict[str, str]) -> dict[str, Any]:
        data: dict[str, Any] = super().get_attribute_data(attrs)
        fragment = attrs.get("fragment")
        return {**data, "fragment": fragment} if fragment else data


def stored_link(props: dict[str, Any]) -> Any:
    if props.get("id") is None or not props.get("fragment"):
        return link_entity(props)
    attributes = {"linktype": "page", "id": props["id"], "fragment": props["fragment"]}
    return DOM.create_element("a", attributes, props["children"])


class ShelvedDocumentLink(DocumentLinkHandler):
    @classmethod
    def get_many(cls, attrs_list: list[dict[str, str]]) -> list[Any]:
        if (shelf := open_shelf()) is None:
            return list(super().get_many(attrs_list))
        return shelf.take(cls.get_model(), [attrs.get("id") for attrs in attrs_list])
