"""`make bench`: how fast the pages of a large academy are, on SQLite and on PostgreSQL.

Two Gunicorn workers with production settings answer sixteen connections. Everything, this
generator included, shares the machine, so numbers compare only with numbers from the same one.
"""

import argparse
from typing import Any

from bench import crm, taking
from bench.load import Result, measure, reach
from bench.serving import PORT, environment_of, gunicorn, prepared
from bench.weight import weigh
from tests.browser import CHROMIUM

ROW = "{:<11} {:<10} {:>9} {:>8} {:>8} {:>8} {:>9} {:>8}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--engine", choices=["sqlite", "postgresql"], help="only this one"
    )
    parser.add_argument(
        "--only", default="", help="only pages whose name or person contains this"
    )
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--connections", type=int, default=16)
    options = parser.parse_args()
    for engine in [options.engine] if options.engine else ["sqlite", "postgresql"]:
        environment = environment_of(engine)
        if engine == "postgresql" and options.only in ("", "crm"):
            crm.show(environment)
        if options.only == "crm":
            continue
        print(
            f"\n{engine}: building the academy, if it does not stand yet …", flush=True
        )
        plan = prepared(environment)
        print(
            ROW.format(
                "page", "as", "req/s", "p50 ms", "p99 ms", "queries", "kB", "reach ns"
            )
        )
        with gunicorn(environment):
            for question in plan:
                if options.only in f"{question['name']} {question['who']}":
                    ask(question, options.connections, options.seconds)
            if not options.only:
                show_weights(plan)
        if options.only in ("", "quiz"):
            taking.show(environment)


def ask(question: dict[str, Any], connections: int, seconds: float) -> None:
    if question["status"] != 200:
        print(
            f"{question['name']:<11} {question['who']:<10} answers {question['status']}"
        )
        return

    def run(duration: float) -> Result:
        return measure(
            PORT,
            question["paths"],
            question["users"],
            connections=connections,
            seconds=duration,
        )

    # Long enough for every address, and more than once: new connections are shared out anew, and
    # each process keeps what it has drawn.
    for _ in range(3):
        run(max(2, 0.1 * len(question["paths"])))
    before = reach()
    result = run(seconds)
    print(
        ROW.format(
            question["name"],
            question["who"],
            f"{result.rate:.0f}",
            f"{result.percentile(0.5):.1f}",
            f"{result.percentile(0.99):.1f}",
            question["queries"],
            f"{result.size / 1000:.1f}",
            f"{(before + reach()) / 2:.0f}",
        )
        + (f"  ({result.refused} not answered with 200)" if result.refused else ""),
        flush=True,
    )


def show_weights(plan: list[dict[str, Any]]) -> None:
    """Print what a first visit costs the visitor. Without Chromium there is nothing to weigh with."""
    if not CHROMIUM:
        print("First visits were not weighed: there is no Chromium.")
        return
    paths = {q["name"]: q["paths"][0] for q in plan if q["who"] == "anonymous"}
    for name, weight in weigh(f"http://127.0.0.1:{PORT}", paths).items():
        parts = ", ".join(
            f"{kind.lower()} {size:.0f}" for kind, size in weight.by_kind.items()
        )
        print(f"first visit to {name}: {weight.total:.0f} kB ({parts})", flush=True)


if __name__ == "__main__":
    main()
