"""Questions to a running stack: each part has to answer one."""

import base64
import os
import re
import subprocess
import sys
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

# A worker has to do this, for the site itself only hands it over.
HAND_OVER_WORK = """
import time
from datetime import timedelta
from django.contrib.sessions.models import Session
from django.utils import timezone
from accounts.tasks import clear_expired_sessions

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

    sockets = port if nginx else port + 2
    for origin in (f"http://127.0.0.1:{port}", "http://elsewhere.example"):
        refuse_socket(sockets, origin)

    work = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "shell", "-v0", "-c", HAND_OVER_WORK],
        env=environment,
        cwd=ROOT,
    )
    check(work.returncode == 0, "Celery's worker does not work")
    beat = (Path(environment["JEEVI_VAR"]) / "beat.log").read_text()
    check("beat: Starting" in beat, "Celery's beat has not started")
    print(
        "The stack stands: pages, static files, sockets, worker and beat all answered."
    )


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
