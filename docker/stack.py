"""The production set-up without containers, on one machine: `make stack`.

Gunicorn for pages, Daphne for sockets, a Celery worker and beat, nginx in front where it is
installed; PostgreSQL and Redis are those of DATABASE_URL and REDIS_URL. The settings are
production's, save for TLS. With `--check` it asks the running site a few questions and ends.
"""

import argparse
import os
import re
import secrets
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

from psycopg2 import OperationalError
from stack_check import ask_everything

from config.databases import create_database

ROOT = Path(__file__).resolve().parents[1]
VAR = Path(os.environ.get("JEEVI_VAR", ROOT / "var")) / "stack"
BIN = Path(sys.executable).parent
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


Processes = dict[str, "subprocess.Popen[bytes]"]


class Failed(Exception):
    """Something that a person has to put right; the message says what."""


def main() -> None:
    parser = argparse.ArgumentParser(
        description="The production set-up on one machine."
    )
    parser.add_argument("--port", type=int, default=8080)
    parser.add_argument(
        "--check", action="store_true", help="ask a few questions, then end"
    )
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    environment = production_environment(options.port)
    try:
        prepare(environment, demo=not options.check)
        with running(commands(options.port), environment) as processes:
            wait_until_open(options.port, processes)
            if options.check:
                ask_everything(options.port, environment, nginx=bool(NGINX))
                return
            if not NGINX:
                print(
                    "nginx is not installed: Gunicorn answers by itself, without sockets."
                )
            print(
                f"The academy is open at http://127.0.0.1:{options.port}  (Ctrl-C closes it)"
            )
            print(f"Each part writes its log below {VAR}.", flush=True)
            watch(processes)
    except Failed as failure:
        sys.exit(f"The stack does not stand: {failure}")
    except KeyboardInterrupt:
        print("Closed.")


# --- Before anything starts ---------------------------------------------------------


def production_environment(port: int) -> dict[str, str]:
    VAR.mkdir(parents=True, exist_ok=True)
    key = VAR / "secret-key"
    if not key.exists():
        key.touch(mode=0o600)
        key.write_text(secrets.token_urlsafe(64))
    address = f"http://127.0.0.1:{port}"
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "SECRET_KEY": key.read_text(),
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "SITE_URL": address,
        "CSRF_TRUSTED_ORIGINS": address,
        "JEEVI_VAR": str(VAR),
        "MEDIA_ACCEL_PREFIX": "/protected/" if NGINX else "",
        "TRUSTED_PROXY_COUNT": "1" if NGINX else "0",
        # There is no TLS on the loopback address.
        "SECURE_SSL_REDIRECT": "0",
        "SECURE_COOKIES": "0",
        "SECURE_HSTS_SECONDS": "0",
    }


def prepare(environment: dict[str, str], *, demo: bool) -> None:
    try:
        create_database(environment["DATABASE_URL"])
    except OperationalError as error:
        raise Failed(f"PostgreSQL does not answer. {error}") from error
    manage(environment, "migrate", "--no-input", "--verbosity=0")
    manage(environment, "collectstatic", "--no-input", "--verbosity=0")
    if demo:
        manage(environment, "seed_demo")


def manage(environment: dict[str, str], *arguments: str) -> None:
    command = [sys.executable, str(ROOT / "manage.py"), *arguments]
    if subprocess.run(command, env=environment, cwd=ROOT).returncode:
        raise Failed(f"`manage.py {arguments[0]}` failed.")


# --- What runs ----------------------------------------------------------------------


def commands(port: int) -> dict[str, list[str]]:
    pages, sockets = (port + 1, port + 2) if NGINX else (port, port + 2)
    celery = [str(BIN / "celery"), "--app", "config"]
    parts = {
        "pages": [
            *(str(BIN / "gunicorn"), "--config", "docker/gunicorn.conf.py"),
            *("--bind", f"127.0.0.1:{pages}", "config.wsgi"),
        ],
        "sockets": [
            *(str(BIN / "daphne"), "--bind", "127.0.0.1", "--port", str(sockets)),
            "config.asgi:application",
        ],
        "worker": [*celery, "worker", "--loglevel", "INFO", "--concurrency", "2"],
        "beat": [*celery, "beat", "--loglevel", "INFO"],
    }
    if NGINX:
        configuration = nginx_configuration(port, pages=pages, sockets=sockets)
        parts["nginx"] = [NGINX, "-p", str(VAR), "-c", str(configuration)]
    return parts


def nginx_configuration(port: int, *, pages: int, sockets: int) -> Path:
    """Fill in the container's template, inside a frame that needs nothing outside `var/`."""
    told = {
        "LISTEN": f"127.0.0.1:{port}",
        "PAGES": f"127.0.0.1:{pages}",
        "SOCKETS": f"127.0.0.1:{sockets}",
        "STATIC_ROOT": str(VAR / "static"),
        "MEDIA_ROOT": str(VAR / "media"),
        "SCHEME": "$scheme",
    }
    template = (ROOT / "docker/nginx/jeevi.conf.template").read_text()
    site = re.sub(r"\$\{([A-Z_]+)\}", lambda name: told[name[1]], template)
    as_root = (
        "user root;" if os.geteuid() == 0 else ""
    )  # else its workers could not read here
    temporary = "".join(
        f"{kind}_temp_path {VAR}/nginx-{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    path = VAR / "nginx.conf"
    path.write_text(
        f"daemon off; pid {VAR}/nginx.pid; error_log stderr; {as_root}\n"
        f"events {{}}\nhttp {{ access_log off; {temporary}\n{site}\n}}\n"
    )
    return path


@contextmanager
def running(
    parts: dict[str, list[str]], environment: dict[str, str]
) -> Iterator[Processes]:
    """Start every part with a log of its own; end all of them when the block ends, however."""
    processes = {}
    try:
        for name, command in parts.items():
            with (VAR / f"{name}.log").open("wb") as log:
                processes[name] = subprocess.Popen(
                    command,
                    env=environment,
                    cwd=ROOT,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,  # Ctrl-C is ours to pass on, once
                )
        yield processes
    finally:
        for process in processes.values():
            process.terminate()
        for process in processes.values():
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()


def wait_until_open(port: int, processes: Processes) -> None:
    for _ in range(120):
        refuse_dead(processes)
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/health/")
            if connection.getresponse().status == 200:
                return
        except OSError:
            pass
        time.sleep(0.5)
    raise Failed(f"nobody says at /health/ that all is well; the logs lie below {VAR}.")


def watch(processes: Processes) -> None:
    while True:
        refuse_dead(processes)
        time.sleep(1)


def refuse_dead(processes: Processes) -> None:
    for name, process in processes.items():
        if process.poll() is not None:
            log = VAR / f"{name}.log"
            end = "".join(
                log.read_text(errors="replace").splitlines(keepends=True)[-15:]
            )
            raise Failed(f"{name} ended with {process.returncode}:\n{end}")


if __name__ == "__main__":
    main()
