"""Questions to a running stack: each part has to answer one."""

import base64
import os
import re
import subprocess
import sys
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

# A member with a portrait that could act, were it not for the headers; prints where and for whom.
UPLOAD = """
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.files.base import ContentFile
from accounts.models import User

User.objects.filter(username="stack-check").delete()
user = User.objects.create(username="stack-check", email="stack-check@example.invalid")
user.avatar.save("stack-check.svg", ContentFile(b"<svg xmlns='http://www.w3.org/2000/svg'/>"))
session = import_module(settings.SESSION_ENGINE).SessionStore()
session[SESSION_KEY] = str(user.pk)
session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
session[HASH_SESSION_KEY] = user.get_session_auth_hash()
session.save()
print(user.avatar.url, f"{settings.SESSION_COOKIE_NAME}={session.session_key}")
"""

# A worker has to do this, for the site itself only hands it over.
HAND_OVER_WORK = """
import time
from datetime import timedelta
from django.contrib.sessions.models import Session
from django.utils import timezone
from accounts.models import User
from accounts.tasks import clear_expired_sessions

for member in User.objects.filter(username="stack-check"):
    member.avatar.delete(save=False)
    member.delete()
old = Session.objects.create(session_key="stack-check", expire_date=timezone.now() - timedelta(days=1))
clear_expired_sessions.delay()
for _ in range(60):
    if not Session.objects.filter(pk=old.pk).exists():
        break
    time.sleep(0.5)
else:
    raise SystemExit("no worker took the task within 30 seconds")
"""


def ask_everything(port: int, environment: dict[str, str], *, nginx: bool) -> None:
    """Exit with a sentence at the first answer that is not as it should be."""
    home = ask(port, "/", expect=200)
    body = home.read().decode()
    check(
        "script-src 'self'" in home.headers["Content-Security-Policy"],
        "the home page has no policy",
    )
    ask(port, "/no-such-page/", expect=404)
    ask(port, "/admin/", expect=302)

    style = re.search(r'href="(/static/[^"]+\.css)"', body)
    check(style is not None, "the home page names no style sheet")
    assert style is not None
    sheet = ask(port, style[1], expect=200)
    check(
        "immutable" in sheet.headers["Cache-Control"],
        f"{style[1]} may not be kept for ever",
    )
    check("text/css" in sheet.headers["Content-Type"], f"{style[1]} is not sent as CSS")
    if nginx:
        ask(port, "/protected/anything", expect=404)
        packed = ask(port, "/", expect=200, headers={"Accept-Encoding": "gzip"})
        check(packed.headers["Content-Encoding"] == "gzip", "pages are not compressed")

    ask_for_an_upload(port, environment)

    sockets = port if nginx else port + 2
    for origin in (f"http://127.0.0.1:{port}", "http://elsewhere.example"):
        refuse_socket(sockets, origin)

    run_inside(HAND_OVER_WORK, environment, otherwise="Celery's worker does not work")
    beat = (Path(environment["JEEVI_VAR"]) / "beat.log").read_text()
    check("beat: Starting" in beat, "Celery's beat has not started")
    print(
        "The stack stands: pages, static files, sockets, worker and beat all answered."
    )


def ask_for_an_upload(port: int, environment: dict[str, str]) -> None:
    """Whoever sends the file, what it may do is said by the site alone."""
    told = run_inside(UPLOAD, environment, otherwise="no upload can be kept")
    address, cookie = told.split()
    upload = ask(port, address, expect=200, headers={"Cookie": cookie})
    check(b"<svg" in upload.read(), f"{address} is not sent whole")
    policy = upload.headers["Content-Security-Policy"] or ""
    check(policy.startswith("sandbox"), f"{address} may act in the name of the site")
    check(
        upload.headers.get_all("X-Content-Type-Options") == ["nosniff"],
        f"a browser may guess what {address} is",
    )
    check("private" in upload.headers["Cache-Control"], f"anybody may keep {address}")


def run_inside(code: str, environment: dict[str, str], *, otherwise: str) -> str:
    """Run `code` in a process of its own that has the site's settings; return what it prints."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "shell", "-v0", "-c", code],
        env=environment,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    check(done.returncode == 0, otherwise)
    return done.stdout


def ask(
    port: int, path: str, *, expect: int, headers: dict[str, str] | None = None
) -> HTTPResponse:
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", path, headers=headers or {})
    response = connection.getresponse()
    check(response.status == expect, f"{path} answered {response.status}, not {expect}")
    return response


def refuse_socket(port: int, origin: str) -> None:
    """A handshake for a socket that does not exist: Daphne, and only Daphne, answers 403."""
    ask(
        port,
        "/ws/nowhere/",
        expect=403,
        headers={
            "Connection": "Upgrade",
            "Upgrade": "websocket",
            "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": base64.b64encode(os.urandom(16)).decode(),
            "Origin": origin,
        },
    )


def check(claim: bool, otherwise: str) -> None:
    if not claim:
        sys.exit(f"The stack does not stand: {otherwise}.")
