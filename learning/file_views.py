from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from catalog.models import CourseDocument
from common.sending import send_file
from learning.files import decide_file
from learning.privacy import private_pages


@require_safe
def serve_file(request: HttpRequest, name: str) -> HttpResponseBase:
    """Send an uploaded file or a picture's rendition to those who may have it."""
    if "\0" in name or ".." in name.split("/"):
        raise Http404
    decision, owner = decide_file(request.user, name, private=private_pages(request))
    if decision.code == "not_found":
        raise Http404
    if decision.code == "log_in":
        return redirect_to_login(request.get_full_path())
    if not decision:
        raise PermissionDenied(decision.sentence)
    if not default_storage.exists(name):
        raise Http404
    filename = owner.filename if isinstance(owner, CourseDocument) else ""
    return send_file(request, name, public=decision.code == "public", filename=filename)
