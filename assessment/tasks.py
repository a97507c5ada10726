from celery import shared_task

from assessment.models import QuestionImport
from assessment.services.attempts import submit_overdue
from assessment.services.imports import run


@shared_task
def submit_what_is_over() -> None:
    """Submit attempts whose time is up, also of students who never return."""
    submit_overdue()


@shared_task
def run_question_import(pk: int) -> None:
    if question_import := QuestionImport.objects.filter(pk=pk).first():
        run(question_import)
