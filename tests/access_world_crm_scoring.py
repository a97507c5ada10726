"""What the addresses of counselors and holidays name."""

from typing import Any

from django.utils import timezone

from accounts.models import User
from crm.models import CounselorSettings, Holiday


def counselor_names(people: dict[str, User]) -> dict[str, Any]:
    """`own_holiday` is of the counselor of the table, `foreign_holiday` is the office's."""
    counselor, today = people["counselor"], timezone.localdate()
    return {
        "own_settings": CounselorSettings.objects.create(counselor=counselor).pk,
        "own_holiday": Holiday.objects.create(
            counselor=counselor, first_day=today, last_day=today
        ).pk,
        "foreign_holiday": Holiday.objects.create(first_day=today, last_day=today).pk,
    }
