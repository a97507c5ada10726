"""What editors made private in Wagtail's own way: for members, for a group, or by a password.

It closes pages beyond what `learning.access` decides, and a password opens them for one session.
"""

from django.db.models import Q
from django.http import HttpRequest
from wagtail.models import PageViewRestriction

NOTHING = Q(pk__in=[])


def private_pages(request: HttpRequest) -> Q:
    """Return which pages are still closed to the visitor behind `request`, to leave them out."""
    closed = NOTHING
    restrictions = PageViewRestriction.objects.select_related("page")
    for restriction in restrictions.prefetch_related("groups"):
        if not restriction.accept_request(request):
            closed |= Q(path__startswith=restriction.page.path)
    return closed
