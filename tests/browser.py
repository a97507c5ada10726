"""A real browser for tests marked `browser`: Debian's Chromium, driven by Playwright.

A test asks for `browser` and opens pages with it, as anybody, on any screen:

    page = browser.open("/courses/", user=student, screen=PHONE_DARK)
    assert accessibility_violations(page) == []

What the browser writes to its console as an error fails the test when it ends.
"""

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import ConsoleMessage, Page, expect, sync_playwright

# The shell draws and runs the same without a browser's window around it, at half the cost.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser")
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)
CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]
IN_CI = os.environ.get("CI", "").lower() == "true"
LEFT_OUT = "Browser tests were left out: no Chromium here (on Debian: apt-get install chromium)."


@dataclass(frozen=True)
class Screen:
    name: str
    width: int
    height: int
    scheme: Literal["light", "dark"]

    def __str__(self) -> str:
        return self.name


DESKTOP = Screen("desktop", 1280, 800, "light")
DESKTOP_DARK = Screen("desktop-dark", 1280, 800, "dark")
PHONE = Screen("phone", 390, 844, "light")
PHONE_DARK = Screen("phone-dark", 390, 844, "dark")
SCREENS = [DESKTOP, DESKTOP_DARK, PHONE, PHONE_DARK]
# Those of axe-core's rules that colours alone can break.
COLOUR_RULES = ("color-contrast", "link-in-text-block")


# --- Whether there is a browser -----------------------------------------------------


def pytest_configure(config: pytest.Config) -> None:
    if IN_CI and not CHROMIUM:
        raise pytest.UsageError(
            "CI=true leaves nothing out, and there is no Chromium to run the browser tests with."
        )


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    if CHROMIUM:
        return
    left_out = [item for item in items if item.get_closest_marker("browser")]
    if left_out:
        items[:] = [item for item in items if item not in left_out]
        config.hook.pytest_deselected(items=left_out)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    if not CHROMIUM:
        terminalreporter.write_line(LEFT_OUT)


# --- The browser --------------------------------------------------------------------


class Browser:
    """Opens pages of the live server and remembers what went wrong in them."""

    def __init__(self, chromium: Chromium, address: str) -> None:
        self.chromium = chromium
        self.address = address
        self.errors: list[str] = []
        self._close: list[Callable[[], None]] = []

    def open(self, path: str, *, user: Any = None, screen: Screen = DESKTOP) -> Page:
        """Return a page at `path` in a browser of its own, signed in as `user`."""
        context = self.chromium.new_context(
            base_url=self.address,
            viewport={"width": screen.width, "height": screen.height},
            color_scheme=screen.scheme,
            has_touch=screen.width < 600,
            reduced_motion="reduce",
        )
        self._close.append(context.close)
        if user is not None:
            client = Client()
            client.force_login(user)
            context.add_cookies(
                [
                    {
                        "name": settings.SESSION_COOKIE_NAME,
                        "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
                        "url": self.address,
                    }
                ]
            )
        page = context.new_page()
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self._note(page.url, str(error)))
        page.goto(path)
        return page

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self._note(str(message.location.get("url")), message.text)

    def _note(self, where: str, error: str) -> None:
        # Wagtail's preview panel checks again before its last check has ended: as the race
        # falls, it writes so to the console or leaves a promise that nobody catches.
        if "Axe is already running" not in error:
            self.errors.append(f"{where}: {error}")

    def forgive(self, text: str) -> None:
        """Take back console errors that hold `text`: a 403 that the test asked for, say."""
        self.errors = [error for error in self.errors if text not in error]

    def close(self) -> None:
        for close in self._close:
            close()


@pytest.fixture(scope="module")
def _chromium() -> Iterator[Chromium]:
    # Playwright's loop looks to Django like asynchronous code calling the ORM; it is not.
    # Module scope ends that loop before asyncio tests of other modules start theirs.
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        expect.set_options(timeout=15_000)  # a busy machine is no failure
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM, args=CHROMIUM_ARGS
        )
        yield chromium
        chromium.close()


@pytest.fixture
def browser(_chromium: Chromium, live_server: Any) -> Iterator[Browser]:
    browser = Browser(_chromium, live_server.url)
    yield browser
    browser.close()
    assert browser.errors == []


# --- What can be asked of a page ----------------------------------------------------


def press(page: Page, *keys: str) -> None:
    """Press keys in a page that was come to by a click: what listens to them may still load."""
    page.wait_for_load_state("load")
    for key in keys:
        page.keyboard.press(key)


def scroll_through(page: Page) -> None:
    """Bring every part into view once: charts, code and formulas are drawn only then."""
    page.evaluate(
        """async () => {
            const drawn = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
            for (let y = 0; y < document.body.scrollHeight; y += innerHeight / 2) {
                scrollTo({top: y, behavior: "instant"});
                await drawn();
            }
        }"""
    )


def flaws(page: Page, screens: Iterable[Screen] = SCREENS) -> list[str]:
    """Look at the page as it stands on each of `screens`; return what is wrong with it.

    What axe-core objects to, scrolling sideways, and controls that the Tab key never reaches.
    """
    scroll_through(page)
    found = []
    looked_at = 0
    for screen in screens:
        page.set_viewport_size({"width": screen.width, "height": screen.height})
        page.emulate_media(color_scheme=screen.scheme, reduced_motion="reduce")
        # A colour on its way to another is nobody's contrast.
        page.evaluate(
            """async () => {
                while (document.getAnimations().length)
                    await Promise.allSettled(document.getAnimations().map(a => a.finished));
            }"""
        )
        if screen in (DESKTOP_DARK, PHONE_DARK) and looked_at == screen.width:
            # The dark changes colours and nothing else.
            here = accessibility_violations(page, rules=COLOUR_RULES)
        else:
            here = accessibility_violations(page) + unreachable_controls(page)
        if scrolls_sideways(page):
            here.append("scrolls sideways")
        looked_at = screen.width
        found += [f"{page.url} on {screen}: {flaw}" for flaw in here]
    return found


def accessibility_violations(page: Page, rules: Sequence[str] = ()) -> list[str]:
    """Return what axe-core objects to (WCAG 2.2 A and AA, best practices), one line each.

    All its rules are asked, or `rules` alone.
    """
    if not page.evaluate("() => window.axe?.isWhole"):  # Wagtail brings one cut down
        source = Path(settings.BASE_DIR, "node_modules/axe-core/axe.min.js")
        # Not add_script_tag(), which our policy would refuse.
        page.evaluate(f"{source.read_text()}; axe.isWhole = true")
    options: dict[str, Any] = {"resultTypes": ["violations"], "preload": False}
    if rules:
        options["runOnly"] = {"type": "rule", "values": [*rules]}
    result = page.evaluate("options => axe.run(options)", options)
    return [
        f"{violation['id']}: {violation['help']} ({node['target']}: {node['failureSummary']})"
        for violation in result["violations"]
        for node in violation["nodes"]
    ]


def scrolls_sideways(page: Page) -> bool:
    return bool(
        page.evaluate(
            "document.scrollingElement.scrollWidth > document.scrollingElement.clientWidth"
        )
    )


_CONTROLS = """() => [...document.querySelectorAll(
    'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]'
)].filter(element =>
    !element.disabled && element.tabIndex >= 0 && !element.closest('[inert]') &&
    element.checkVisibility({visibilityProperty: true}) &&
    // Tab reaches one radio button of a group; arrow keys lead to the others.
    !(element.type === 'radio' && element.name && element !== (
        document.querySelector(`input[type=radio][name="${element.name}"]:checked`) ??
        document.querySelector(`input[type=radio][name="${element.name}"]`)))
)"""


def unreachable_controls(page: Page) -> list[str]:
    """Return the visible controls that the Tab key never comes to."""
    count = page.evaluate(
        f"""() => {{
            window.missed = new Set(({_CONTROLS})());
            document.activeElement?.blur();
            document.addEventListener("focusin", event => missed.delete(event.target));
            return missed.size;
        }}"""
    )
    for pressed in range(2 * count + 40):  # a film's own buttons take stops too
        if pressed % 10 == 0 and page.evaluate("() => !missed.size"):
            break
        page.keyboard.down("Tab")  # and held, which is half the talk of pressing it
    page.keyboard.up("Tab")
    missed: list[str] = page.evaluate(
        "() => [...missed].map(element => element.outerHTML.slice(0, 160))"
    )
    return missed
