"""What the addresses of rewards and appeals name."""

from typing import Any

from accounts.models import User
from crm.services import file_appeal
from crm.tests.factories import make_reward


def reward_names(people: dict[str, User]) -> dict[str, Any]:
    """The owner gave the enrolled student two penalties; an appeal is open against `appealed`."""
    student, owner = people["enrolled"], people["owner"]
    appealed = make_reward(student, owner, kind="penalty")
    return {
        "rewarded": student.uuid,
        "reward": make_reward(student, owner, kind="penalty").uuid,
        "appealed": appealed.uuid,
        "appeal": file_appeal(
            decision=appealed, student=student, statement="I was there."
        ).uuid,
    }
