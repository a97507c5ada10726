"""`make bench`: how fast the pages of a large academy are, on SQLite and on PostgreSQL.

Two Gunicorn workers with production settings answer sixteen connections. Everything, this
generator included, shares the machine, so numbers compare only with numbers from the same one.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from bench.load import Result, measure, reach
from bench.weight import weigh
from config.databases import create_database
from tests.browser import CHROMIUM

ROOT = Path(__file__).resolve().parents[1]
VAR = Path(os.environ.get("JEEVI_VAR", ROOT / "var")) / "bench"
PORT = 18090
ROW = "{:<11} {:<10} {:>9} {:>8} {:>8} {:>8} {:>9} {:>8}"
PREPARE = """
import django; django.setup()
import json, sys
from django.core.management import call_command
call_command("migrate", interactive=False, verbosity=0)
call_command("collectstatic", interactive=False, verbosity=0)
from bench import academy, plan
academy.build()
json.dump(plan.measured(), open(sys.argv[1], "w"))
"""


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


def environment_of(engine: str) -> dict[str, str]:
    """Return the environment of an academy of its own: embedded with SQLite, grown up with PostgreSQL."""
    var = VAR / engine
    var.mkdir(parents=True, exist_ok=True)
    services = {"DATABASE_URL": f"sqlite:///{var}/academy.sqlite3", "REDIS_URL": ""}
    if engine == "postgresql":
        services = {key: os.environ[f"BENCH_{key}"] for key in services}
        create_database(services["DATABASE_URL"])
    return {
        **os.environ,
        **services,
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "SECRET_KEY": "only-for-measuring" * 4,
        "ALLOWED_HOSTS": "127.0.0.1",
        "JEEVI_VAR": str(var),
        "SECURE_SSL_REDIRECT": "0",
        "SECURE_COOKIES": "0",
        "WEB_CONCURRENCY": "2",
        "LOG_LEVEL": "ERROR",
    }


def prepared(environment: dict[str, str]) -> list[dict[str, Any]]:
    plan = Path(environment["JEEVI_VAR"]) / "plan.json"
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, "-c", PREPARE, str(plan)],
        env=environment,
        cwd=ROOT,
        check=True,
    )
    print(f"  ready after {time.perf_counter() - began:.0f} s", flush=True)
    questions: list[dict[str, Any]] = json.loads(plan.read_text())
    return questions


@contextmanager
def gunicorn(environment: dict[str, str]) -> Iterator[None]:
    command = [
        *(
            str(Path(sys.executable).parent / "gunicorn"),
            "--config",
            "docker/gunicorn.conf.py",
        ),
        *("--bind", f"127.0.0.1:{PORT}", "config.wsgi"),
    ]
    with (Path(environment["JEEVI_VAR"]) / "gunicorn.log").open("wb") as log:
        server = subprocess.Popen(
            command, env=environment, cwd=ROOT, stdout=log, stderr=log
        )
    try:
        for _ in range(60):
            time.sleep(0.5)
            try:
                HTTPConnection("127.0.0.1", PORT, timeout=5).request("GET", "/health/")
                break
            except OSError:
                if server.poll() is not None:
                    sys.exit(f"Gunicorn did not start; see {log.name}")
        yield
    finally:
        server.terminate()
        server.wait(timeout=30)


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
