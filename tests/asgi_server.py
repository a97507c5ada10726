"""The whole site behind Daphne, sockets included, for browser tests that need them.

pytest-django's live server speaks WSGI, so no socket opens there. A test asks for `live_browser`
in place of `browser`. The server runs in a thread of this process: what it mails, and its
in-memory cache and channel layer, are the test's own.
"""

from collections.abc import Iterator
from threading import Event, Thread
from typing import Any

import pytest
from django.db import connections
from playwright.sync_api import Browser as Chromium

from tests.browser import Browser


class _Daphne(Thread):
    """Listens on a free port for as long as the process lives: its reactor can't begin twice."""

    def __init__(self) -> None:
        super().__init__(daemon=True, name="daphne")
        self._is_ready = Event()

    def run(self) -> None:
        # Importing it makes an event loop, which then is this thread's.
        from daphne.endpoints import build_endpoint_description_strings
        from daphne.server import Server
        from twisted.internet import reactor

        from config.asgi import application

        self.server = Server(
            application=application,
            endpoints=build_endpoint_description_strings(host="127.0.0.1", port=0),
            signal_handlers=False,
        )
        twisted: Any = reactor
        twisted.callWhenRunning(self._is_ready.set)
        self.server.run()

    def address(self) -> str:
        assert self._is_ready.wait(timeout=30), "Daphne did not begin to listen."
        host, port = self.server.listening_addresses[0]
        return f"http://{host}:{port}"


@pytest.fixture(scope="session")
def _daphne() -> str:
    daphne = _Daphne()
    daphne.start()
    return daphne.address()


@pytest.fixture
def live_browser(
    _chromium: Chromium, transactional_db: None, _daphne: str
) -> Iterator[Browser]:
    browser = Browser(_chromium, _daphne)
    with pytest.MonkeyPatch.context() as patch:
        # Each request has a thread of its own here; what it left open would hold the database.
        patch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)
        yield browser
        browser.close()
    assert browser.errors == []
