"""The page on which a person says how they may be contacted. Its address is in every letter."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from crm.consents import SENTENCES, Asked, consents_of, inquiry_of_token
from crm.services import choose_consents


# Who holds the signed address may change what it opens, and nobody is logged in by it: there is no
# session that another site could misuse, and mail programs post here without our cookie.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def consent(request: HttpRequest, token: str) -> HttpResponse:
    """Show what was agreed to. Looking changes nothing: mail scanners open every link."""
    inquiry = inquiry_of_token(token)
    if inquiry is None:
        raise Http404
    if request.method == "POST":
        if request.POST.get("List-Unsubscribe") == "One-Click":
            choose_consents(inquiry=inquiry, choices={Asked.NEWS: False})
            return HttpResponse(status=204)
        agreed = request.POST.getlist("agreed")
        choose_consents(
            inquiry=inquiry,
            choices={
                purpose: purpose in agreed and "nothing" not in request.POST
                for purpose in Asked.values
            },
        )
        back = redirect("inquiries:consent", token=token)
        back["Location"] += "?kept=1"
        return back
    chosen = consents_of(inquiry)
    answer = render(
        request,
        "crm/consent.html",
        {
            "purposes": [
                {"name": name, "sentence": SENTENCES[name], "is_given": chosen[name]}
                for name in Asked
            ],
            "address": _shortened(inquiry.email),
            "is_kept": "kept" in request.GET,
        },
    )
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _shortened(email: str) -> str:
    """Enough for who it belongs to, and little for whom a letter was passed on to."""
    name, _at, domain = email.partition("@")
    return f"{name[:1]}…@{domain}" if domain else ""
