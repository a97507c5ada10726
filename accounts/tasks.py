from smtplib import SMTPException
from typing import Any

from celery import shared_task
from django.core.management import call_command

from accounts import mails
from accounts.importing.running import run
from accounts.models import PeopleImport, User


@shared_task
def clear_expired_sessions() -> None:
    call_command("clearsessions")


@shared_task(
    autoretry_for=(SMTPException, OSError),
    retry_backoff=30,
    retry_kwargs={"max_retries": 6},
)
def send_letter(name: str, user_pk: int, context: dict[str, Any]) -> None:
    if user := User.objects.filter(pk=user_pk).first():
        mails.send(name, user, **context)


@shared_task
def run_import(pk: int) -> None:
    if people_import := PeopleImport.objects.filter(pk=pk).first():
        run(people_import)


@shared_task
def send_invitations(user_pks: list[int]) -> None:
    for pk in user_pks:
        send_letter.delay("invitation", pk, {})
