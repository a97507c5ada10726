"""Who stands at the other end of a socket, now and not when it was opened."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from channels.auth import get_user
from django.conf import settings


async def user_of(scope: Mapping[str, Any]) -> Any:
    """Return the user by the session as it is kept now; an anonymous one after a log-out.

    A socket lives for hours: what its scope holds was true when it was opened. A password changed,
    sessions ended by an admin or a log-out in another tab are seen here.
    """
    engine = import_module(settings.SESSION_ENGINE)
    session = engine.SessionStore(scope["session"].session_key)
    return await get_user({"session": session})
