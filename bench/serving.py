"""Starts the site as production runs it, on a database of its own, for what is measured."""

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

from config.databases import create_database

ROOT = Path(__file__).resolve().parents[1]
VAR = Path(os.environ.get("JEEVI_VAR", ROOT / "var")) / "bench"
PORT = 18090
BEGIN = """
import django; django.setup()
import json, sys
from django.core.management import call_command
"""
PREPARE = (
    BEGIN
    + """
call_command("migrate", interactive=False, verbosity=0)
call_command("collectstatic", interactive=False, verbosity=0)
from bench import academy, plan
academy.build()
json.dump(plan.measured(), open(sys.argv[1], "w"))
"""
)


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
    began = time.perf_counter()
    questions: list[dict[str, Any]] = asked(environment, PREPARE)
    print(f"  ready after {time.perf_counter() - began:.0f} s", flush=True)
    return questions


def asked(environment: dict[str, str], program: str, *arguments: str) -> Any:
    """Run `program` in a process of its own; return what it wrote as JSON into its first argument."""
    answer = Path(environment["JEEVI_VAR"]) / "answer.json"
    command = [sys.executable, "-c", program, str(answer), *arguments]
    subprocess.run(command, env=environment, cwd=ROOT, check=True)
    return json.loads(answer.read_text())


@contextmanager
def gunicorn(environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """Let two workers serve the academy; give the process that leads them."""
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
        yield server
    finally:
        server.terminate()
        server.wait(timeout=30)
