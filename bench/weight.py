"""How much a first visit transfers, in a real browser with an empty cache."""

from dataclasses import dataclass, field

from playwright.sync_api import sync_playwright

from tests.browser import CHROMIUM, CHROMIUM_ARGS


@dataclass
class Weight:
    by_kind: dict[str, float] = field(default_factory=dict)

    @property
    def total(self) -> float:
        return sum(self.by_kind.values())


def weigh(address: str, paths: dict[str, str]) -> dict[str, Weight]:
    """Return kilobytes on the wire for each path, each opened by a browser that knows nothing yet."""
    weights = {}
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM, args=CHROMIUM_ARGS
        )
        for name, path in paths.items():
            context = chromium.new_context(viewport={"width": 1280, "height": 800})
            page = context.new_page()
            weight = weights[name] = Weight()
            kinds: dict[str, str] = {}
            wire = context.new_cdp_session(page)
            wire.send("Network.enable")
            wire.on(
                "Network.responseReceived",
                lambda event, kinds=kinds: kinds.update(
                    {event["requestId"]: event["type"]}
                ),
            )

            def count(
                event: dict[str, object],
                weight: Weight = weight,
                kinds: dict[str, str] = kinds,
            ) -> None:
                kind = kinds.get(str(event["requestId"]), "Other")
                size = float(str(event["encodedDataLength"])) / 1000
                weight.by_kind[kind] = weight.by_kind.get(kind, 0) + size

            wire.on("Network.loadingFinished", count)
            page.goto(address + path, wait_until="networkidle")
            context.close()
        chromium.close()
    return weights
