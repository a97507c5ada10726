from celery import shared_task
from django.core.management import call_command


@shared_task
def publish_scheduled() -> None:
    """Make pages live, or expire them, whose time has come. Finds nothing to do when run twice."""
    call_command("publish_scheduled")
