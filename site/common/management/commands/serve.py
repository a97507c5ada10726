"""One process that is the whole site: pages, sockets and, where no worker runs, the clock."""

import socket
from argparse import ArgumentParser
from functools import partial
from threading import Thread
from typing import Any

from celery import current_app
from celery.beat import Scheduler, Service
from celery.signals import task_postrun
from channels.routing import get_default_application
from daphne.endpoints import build_endpoint_description_strings
from daphne.server import Server
from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from django.db import close_old_connections


class Command(BaseCommand):
    help = (
        "Serve the site, sockets included, from one process. Meant for a demonstration or "
        "a small academy on one machine; docs/operations.md tells how to grow."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument(
            "--demo",
            action="store_true",
            help="First migrate, and fill an empty database with the demonstration academy.",
        )

    def handle(self, *, host: str, port: int, demo: bool, **options: Any) -> None:
        _refuse_taken_port(host, port)
        if demo:
            call_command("migrate", interactive=False, verbosity=0)
            call_command("seed_demo", stdout=self.stdout)
        if settings.CELERY_TASK_ALWAYS_EAGER:
            start_clock()
        Server(
            application=get_default_application(),
            endpoints=build_endpoint_description_strings(host=host, port=port),
            ready_callable=partial(self._announce, f"http://{host}:{port}"),
        ).run()

    def _announce(self, address: str) -> None:
        self.stdout.write(
            f"\n{settings.WAGTAIL_SITE_NAME} is open at {address}  (Ctrl-C closes it)"
        )
        self.stdout.flush()


def start_clock() -> None:
    """Run `CELERY_BEAT_SCHEDULE` in a thread that ends with this process.

    With eager tasks, what is due is done right here: scheduled pages go live without a
    worker, a broker or a cron job.
    """
    task_postrun.connect(lambda **_: close_old_connections(), weak=False)
    beat = Service(current_app, max_interval=1, scheduler_cls=Scheduler)
    Thread(target=beat.start, name="clock", daemon=True).start()


def _refuse_taken_port(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"Port {port} of {host} cannot be used ({error.strerror}). Another one: PORT=8001 make demo"
            ) from error
