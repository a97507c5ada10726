"""What the CRM does by the clock and in the background. Each can run twice."""

from contextlib import suppress

from celery import shared_task

from common.exceptions import Refused
from crm.importing import running
from crm.models import InquiryImport, RescoreRun
from crm.services import assigning, fitting, sending
from crm.services.appealing import escalate_overdue
from crm.services.missing import escalate_missed, miss_overdue, remind
from crm.services.scoring import rescore_open, start_rescoring


@shared_task
def send_message(pk: int) -> None:
    sending.send(pk)


@shared_task
def send_what_waits() -> None:
    """Try again what could not be sent, and what no worker was told of."""
    sending.give_up_hanging()
    for pk in sending.waiting():
        send_message.delay(pk)


@shared_task
def run_rescoring(pk: int) -> None:
    if run := RescoreRun.objects.filter(pk=pk).first():
        rescore_open(run=run)


@shared_task
def rescore_all() -> None:
    """Score all open inquiries anew: what was fresh yesterday is a day older."""
    start_rescoring()


@shared_task
def assign_waiting() -> None:
    """Give out what arrived while everybody was away or full, and what was imported."""
    assigning.assign_waiting()


@shared_task
def refit_model() -> None:
    """Learn from how inquiries ended since; a young institute has too little to learn from."""
    with suppress(Refused):
        fitting.refit()


@shared_task
def escalate_overdue_appeals() -> int:
    return escalate_overdue()


@shared_task
def check_inquiries(pk: int) -> None:
    """Say what would become of each line of an import."""
    if importing := InquiryImport.objects.filter(pk=pk).first():
        running.look(importing)


# A worker that dies leaves nothing behind; somebody else takes the work up.
@shared_task(acks_late=True)
def import_inquiries(pk: int) -> None:
    """Bring in a checked file, whole or not at all."""
    running.run(pk)


@shared_task
def watch_follow_ups() -> None:
    """Remind of what is due, turn what nobody kept into missed, and tell of it."""
    remind()
    miss_overdue()
    escalate_missed()
