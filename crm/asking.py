"""What the inquiry form is drawn with, on its own page, on an `InquiryPage` and as a piece of others."""

from typing import Any

from django.http import HttpRequest
from wagtail.models import Page

from crm import spam
from crm.arrival import Origin, clean_referrer, origin_in
from crm.forms.inquiry import InquiryForm, first_form


def asking(
    form: InquiryForm, *, ticket: str = "", solution: str = ""
) -> dict[str, Any]:
    return {
        "form": form,
        "ticket": ticket or spam.issue_ticket(),
        "solution": solution,
        "bits": spam.BITS,
        "trap": spam.TRAP,
    }


def first_asking(request: HttpRequest, page: Page | None = None) -> dict[str, Any]:
    """Return the empty form, with what the site knows; `page` is where it stands, if it is a page."""
    origin = origin_in(request)
    if page is not None:
        origin = Origin(page, origin.course)
    led_here = request.headers.get("Referer", "")
    is_ours = led_here.startswith(request.build_absolute_uri("/"))
    referrer = "" if is_ours else clean_referrer(led_here)
    form = first_form(request.user, origin, request.GET, referrer)
    return {**asking(form), "origin": origin}
