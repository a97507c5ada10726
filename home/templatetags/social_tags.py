"""What a page says of itself to search engines and to other sites."""

import json
from dataclasses import dataclass
from typing import Any

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.images.shortcuts import get_rendition_or_not_found
from wagtail.models import Page

from catalog.models import CoursePage

register = template.Library()

SOCIAL_PICTURE = "fill-1200x630|format-jpeg|jpegquality-80"
# Inside a script element only these can end it or start a comment.
SCRIPT_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@dataclass(frozen=True)
class Social:
    title: str
    description: str
    url: str
    site_name: str
    picture: Any
    picture_url: str


@register.simple_tag(takes_context=True)
def social(context: template.Context, page: Page) -> Social:
    """Return title, description, address and picture under which others show `page`."""
    image = getattr(page, "social_image", None) or getattr(page, "thumbnail", None)
    picture = image and get_rendition_or_not_found(image, SOCIAL_PICTURE)
    return Social(
        title=page.seo_title or page.title,
        description=page.search_description or getattr(page, "summary", ""),
        url=page.get_full_url(context.get("request")),
        site_name=settings.WAGTAIL_SITE_NAME,
        picture=picture,
        picture_url=picture.full_url if picture else "",
    )


@register.simple_tag(takes_context=True)
def course_data(context: template.Context, course: CoursePage) -> SafeString:
    """Return the schema.org description of `course` as a data block, which no browser runs."""
    request = context.get("request")
    home = {"@type": "Organization", "name": settings.WAGTAIL_SITE_NAME}
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Course",
        "name": course.title,
        "description": course.summary or course.search_description or course.title,
        "url": course.get_full_url(request),
        "courseCode": course.code,
        "inLanguage": course.language,
        "educationalLevel": course.get_level_display(),
        "provider": home,
        "teaches": [str(objective.value) for objective in course.objectives],
        "coursePrerequisites": [
            page.title for page in context.get("prerequisites") or []
        ],
        "license": course.licence,
        "hasCourseInstance": {
            "@type": "CourseInstance",
            "courseMode": "online",
            "courseWorkload": _iso_hours(course.duration_hours),
            "instructor": [
                {"@type": "Person", "name": str(teacher)}
                for teacher in context.get("teachers") or []
            ],
        },
    }
    if course.price is not None:
        data["offers"] = {
            "@type": "Offer",
            "category": "Paid" if course.price else "Free",
            "price": str(course.price),
            "priceCurrency": settings.CURRENCY,
        }
    if course.thumbnail:
        data["image"] = get_rendition_or_not_found(
            course.thumbnail, SOCIAL_PICTURE
        ).full_url
    text = json.dumps(_without_empty(data), ensure_ascii=False)
    return format_html(
        '<script type="application/ld+json">{}</script>',
        SafeString(text.translate(SCRIPT_ESCAPES)),
    )


def _iso_hours(hours: Any) -> str:
    return f"PT{int(hours * 60)}M" if hours else ""


def _without_empty(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_empty(item) for key, item in value.items() if item}
    return value
