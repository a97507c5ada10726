"""What can be done to accounts. Each function refuses, changes, records and announces, in that order.

`by` is who does it; None is the site itself or somebody with a shell on the server.
"""

from accounts.services.applications import (
    apply_to_teach,
    approve_teacher,
    decline_teacher,
)
from accounts.services.blocks import block, unblock
from accounts.services.bulk import create_users, rename_users
from accounts.services.people import (
    change_person,
    create_user,
    delete_user,
    invite,
    reset_two_factor,
    set_role,
    set_status,
    traces_of,
)
from accounts.services.sessions import end_sessions

__all__ = [
    "apply_to_teach",
    "approve_teacher",
    "block",
    "change_person",
    "create_user",
    "create_users",
    "decline_teacher",
    "delete_user",
    "end_sessions",
    "invite",
    "rename_users",
    "reset_two_factor",
    "set_role",
    "set_status",
    "traces_of",
    "unblock",
]
