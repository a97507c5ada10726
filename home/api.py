"""Published pages for other programs, through Wagtail's own API.

It speaks to everybody as to a visitor who is not logged in. Which fields a page shows is listed
on its model, one by one.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import DataError
from django.http import HttpRequest
from rest_framework.renderers import JSONRenderer
from wagtail.api.v2.utils import BadRequestError
from wagtail.api.v2.views import PagesAPIViewSet

from home.public import public_pages

# What the database and Django's fields raise on a value that can't be one of theirs.
BAD_VALUES = (ValueError, ValidationError, OverflowError, DataError, ArithmeticError)


class PublicPagesViewSet(PagesAPIViewSet):
    renderer_classes = [JSONRenderer]  # Wagtail's HTML needs scripts in the page
    # `alias_of` would tell of pages that aren't published.
    meta_fields = [
        field for field in PagesAPIViewSet.meta_fields if field != "alias_of"
    ]

    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().filter(pk__in=public_pages().values("pk"))

    def find_object(self, queryset: Any, request: HttpRequest) -> Any:
        if not request.GET.get("id", "0").isdecimal():
            return None
        return super().find_object(queryset, request)

    def handle_exception(self, exc: Exception) -> Any:
        if isinstance(exc, BAD_VALUES):
            exc = BadRequestError("a parameter has a value that it can't have")
        return super().handle_exception(exc)
