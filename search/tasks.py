from celery import shared_task
from django.core.management import call_command


@shared_task
def forget_old_searches() -> None:
    """Forget the words that nobody has looked for within a week, unless something is recommended for them."""
    call_command("searchpromotions_garbage_collect")
