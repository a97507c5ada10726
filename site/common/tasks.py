from celery import shared_task

from common.imports import CheckedImport


@shared_task
def forget_old_imports() -> None:
    """Of people, of questions, of whatever comes in as a file."""
    for model in CheckedImport.__subclasses__():
        model.forget_old()
