"""The verbs of the CRM. Keywords only. Raise `common.exceptions.Refused`."""

from crm.services.appealing import decide_appeal, file_appeal, withdraw_appeal
from crm.services.assigning import Assigned, assign, assign_many, assign_waiting
from crm.services.capture import Captured, Interest, capture
from crm.services.consents import choose_consents, note_consent
from crm.services.converting import NewStudent, convert, count_as_sold
from crm.services.editing import edit_inquiry
from crm.services.erasing import erase
from crm.services.fitting import refit
from crm.services.follow_ups import Next, cancel_follow_up, log_contact, plan_follow_up
from crm.services.keys import find_key, make_key, note_use
from crm.services.merging import keep_apart, merge
from crm.services.messages import receive, say_sent, send_again, write
from crm.services.moving import move
from crm.services.notes import add_note
from crm.services.rewards import give_reward, revoke_reward
from crm.services.saved_filters import change_filter, delete_filter, save_filter
from crm.services.scoring import rescore, save_weights, start_rescoring
from crm.services.sign_ups import capture_sign_up
from crm.services.status import change_status, reopen

__all__ = [
    "Assigned",
    "Captured",
    "Interest",
    "NewStudent",
    "Next",
    "add_note",
    "assign",
    "assign_many",
    "assign_waiting",
    "cancel_follow_up",
    "capture",
    "capture_sign_up",
    "change_filter",
    "change_status",
    "choose_consents",
    "convert",
    "count_as_sold",
    "decide_appeal",
    "delete_filter",
    "edit_inquiry",
    "erase",
    "file_appeal",
    "find_key",
    "give_reward",
    "keep_apart",
    "log_contact",
    "make_key",
    "merge",
    "move",
    "note_consent",
    "note_use",
    "plan_follow_up",
    "receive",
    "refit",
    "reopen",
    "rescore",
    "revoke_reward",
    "save_filter",
    "save_weights",
    "say_sent",
    "send_again",
    "start_rescoring",
    "withdraw_appeal",
    "write",
]
