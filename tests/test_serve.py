"""The clock: what is scheduled happens, with a worker and without one."""

from datetime import timedelta

from celery import current_app
from django.conf import settings
from django.utils import timezone

from catalog.tasks import publish_scheduled
from tests.factories import make_course


def test_every_entry_of_the_schedule_is_a_task_that_exists():
    current_app.loader.import_default_modules()

    missing = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()} - {
        *current_app.tasks
    }

    assert missing == set()


def test_a_page_goes_live_when_its_time_has_come_and_not_before(teacher):
    due, later = (
        make_course(teacher, "Botany", draft=True),
        make_course(teacher, "Zoology", draft=True),
    )
    for course, minutes in ((due, -1), (later, 60)):
        course.go_live_at = timezone.now() + timedelta(minutes=minutes)
        course.save_revision(approved_go_live_at=course.go_live_at)

    publish_scheduled.delay()

    due.refresh_from_db()
    later.refresh_from_db()
    assert (due.live, later.live) == (True, False)
