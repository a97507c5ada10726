"""The verbs of learning: who starts, who stops, what is done. Keywords only."""

from learning.services.admission import Outlook, outlooks
from learning.services.bulk import BulkLine, bulk_enrol
from learning.services.enrolment import (
    admit,
    change_enrolment,
    drop,
    enrol,
    fill_places,
    leave,
    pause,
    resume,
)
from learning.services.mastery import credit_lesson
from learning.services.offers import Offer, enrolment_offer
from learning.services.requests import decide_request, withdraw_request
from learning.services.study import (
    acknowledge_change,
    complete_course,
    complete_lesson,
    open_lesson,
    record_study,
    reopen_lesson,
    set_competency,
)

__all__ = [
    "BulkLine",
    "Offer",
    "Outlook",
    "acknowledge_change",
    "admit",
    "bulk_enrol",
    "change_enrolment",
    "complete_course",
    "complete_lesson",
    "credit_lesson",
    "decide_request",
    "drop",
    "enrol",
    "enrolment_offer",
    "fill_places",
    "leave",
    "open_lesson",
    "outlooks",
    "pause",
    "record_study",
    "reopen_lesson",
    "resume",
    "set_competency",
    "withdraw_request",
]
