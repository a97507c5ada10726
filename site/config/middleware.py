import time
from collections.abc import Callable

from allauth.usersessions.middleware import UserSessionsMiddleware
from csp.constants import HEADER
from csp.middleware import CSPMiddleware, PolicyParts
from csp.utils import build_policy
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.functional import cached_property

SECONDS_BETWEEN_NOTES = 300
SECONDS_BETWEEN_QUESTIONS = 60
MOST_SESSIONS = 10_000


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """The strict policy everywhere, a looser one below `/admin/`, whose templates are Wagtail's."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        parts = self.get_policy_parts(request, response)
        asks = (parts.config, parts.update, parts.replace, parts.nonce)
        if any(asks) or hasattr(response, "_csp_exempt"):
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, self.usual_policy)
        return response

    @cached_property
    def usual_policy(self) -> str:
        """The settings' policy in words: the same for all pages that ask for nothing else."""
        return build_policy()

    @cached_property
    def admin_address(self) -> str:
        return reverse("wagtailadmin_home")

    def get_policy_parts(
        self,
        request: HttpRequest,
        response: HttpResponseBase,
        report_only: bool = False,
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if request.path.startswith(self.admin_address):
            parts.update = {
                **settings.ADMIN_CONTENT_SECURITY_POLICY_ADDS,
                **(parts.update or {}),
            }
        return parts


class SessionActivityMiddleware(UserSessionsMiddleware):
    """Note when a session was last used, at most once in five minutes instead of with each page."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        # A cookie that somebody made up is no session, and must not fill the cache.
        if request.session.session_key and request.user.is_authenticated:
            key = request.session.session_key
            if self.was_noted(key):
                return self.get_response(request)
        return super().__call__(request)

    def was_noted(self, key: str) -> bool:
        """Return whether some process noted it lately; this one asks the others once a minute."""
        now = time.monotonic()
        if self.noted.get(key, 0) > now:
            return True
        if len(self.noted) > MOST_SESSIONS:
            self.noted.clear()
        self.noted[key] = now + SECONDS_BETWEEN_QUESTIONS
        return not cache.add(f"config.session_seen.{key}", True, SECONDS_BETWEEN_NOTES)

    @cached_property
    def noted(self) -> dict[str, float]:
        return {}


class PersonalPagesMiddleware:
    """Keep what was shown to somebody out of every cache, the browser's own included.

    On a shared computer the Back button would show it to whoever comes after the log-out.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if (
            settings.SESSION_COOKIE_NAME in request.COOKIES
            and response.headers.get("Content-Type", "").startswith("text/html")
            and not response.has_header("Cache-Control")
        ):
            patch_cache_control(response, private=True, no_store=True)
        return response
