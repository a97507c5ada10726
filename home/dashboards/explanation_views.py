"""The page that answers "why can this person (not) see this?"."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.requests import MemberRequest
from home.dashboards.explanation import (
    askable_lessons,
    askable_people,
    explain,
    may_ask,
    search_lessons,
    search_people,
)


@never_cache
@require_safe
@login_required
def access(request: MemberRequest) -> HttpResponse:
    """`user` (a uuid) and `page` (an id) choose; `who` and `what` search for them."""
    viewer = request.user
    if not may_ask(viewer):
        raise Http404("Only staff and teachers ask this.")
    people = askable_people(viewer)
    lessons = askable_lessons(viewer)
    person = people.filter(uuid=uuid).first() if (uuid := _uuid(request)) else None
    page = lessons.filter(pk=pk).first() if (pk := _page_pk(request)) else None
    who, what = _words(request, "who"), _words(request, "what")
    return render(
        request,
        "dashboard/access.html",
        {
            "person": person,
            "page": page,
            "explanation": explain(person, page) if person and page else None,
            "who": who,
            "what": what,
            "people": search_people(people, who) if who and not person else None,
            "lessons": search_lessons(lessons, what) if what and not page else None,
            "unknown_person": bool(request.GET.get("user")) and person is None,
            "unknown_page": bool(request.GET.get("page")) and page is None,
        },
    )


def _words(request: MemberRequest, name: str) -> str:
    # PostgreSQL takes no NUL in a text.
    return request.GET.get(name, "").replace("\0", "").strip()[:100]


def _uuid(request: MemberRequest) -> UUID | None:
    try:
        return UUID(request.GET.get("user", ""))
    except ValueError:
        return None


def _page_pk(request: MemberRequest) -> int | None:
    written = request.GET.get("page", "")
    return (
        int(written)
        if written.isascii() and written.isdigit() and len(written) < 16
        else None
    )
