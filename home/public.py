"""The pages that anybody may read: what the sitemap and the API speak of, and nothing else."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from wagtail.models import Page

from learning.access import visible_pages


def public_pages() -> Any:
    """Return the published pages that are open to everybody, as `learning.access` decides.

    Pages that an admin made private in Wagtail's own way, and all below them, are left out too.
    """
    pages: Any = visible_pages(AnonymousUser())
    # The root of the tree is a bare `Page`, which nobody sees.
    return pages.public().not_exact_type(Page)
