from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.compare import register_comparison_class
from wagtail.admin.rich_text.converters.html_to_contentstate import (
    ExternalLinkElementHandler,
)
from wagtail.fields import StreamField

from common.blocks.comparison import StreamDiff
from common.rich_text import (
    EditedPageLink,
    ShelvedDocumentLink,
    ShelvedPageLink,
    stored_link,
)
from common.unsaved_text import UnsavedTextPanel, remember_saved

register_comparison_class(StreamField, comparison_class=StreamDiff)


# After Wagtail's own handlers, which these replace.
@hooks.register("register_rich_text_features", order=10)
def look_links_up_together(features: Any) -> None:
    features.register_link_type(ShelvedPageLink)
    features.register_link_type(ShelvedDocumentLink)


@hooks.register("register_rich_text_features", order=10)
def keep_the_headings_that_links_lead_to(features: Any) -> None:
    features.register_converter_rule(
        "contentstate",
        "link",
        {
            "from_database_format": {
                "a[href]": ExternalLinkElementHandler("LINK"),
                'a[linktype="page"]': EditedPageLink("LINK"),
            },
            "to_database_format": {"entity_decorators": {"LINK": stored_link}},
        },
    )


@hooks.register("register_icons")
def add_icons(icons: list[str]) -> list[str]:
    return [*icons, "icons/audio.svg"]


@hooks.register("insert_global_admin_css")
def dress_the_admin() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
def remember_what_is_saved(request: HttpRequest, thing: Model) -> None:
    remember_saved(request)


@hooks.register("construct_homepage_panels")
def lead_back_to_unsaved_text(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(UnsavedTextPanel())
