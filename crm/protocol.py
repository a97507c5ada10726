"""The words of the desk's socket: see docs/websocket.md."""

# Sent through the channel layer to the consumers; Channels turns the dot into an underscore.
DESK_CHANGED = "desk.changed"
# Whoever sees all inquiries listens here.
TEAM = "crm.desk.team"


def group_of(counselor: int | None) -> str:
    """Return the group of one counselor's inquiries, or of those that nobody has."""
    return f"crm.desk.{counselor or 'unassigned'}"


# Where desks listen, and with which code one is closed that may not (any longer).
DESK_ADDRESS = "/ws/crm/desk/"
NOT_LOGGED_IN = 4401
NOT_ALLOWED = 4403

# Types of frames, and the code of what a desk has to say: nothing.
FRAME_CHANGED = "desk.changed"
FRAME_ERROR = "error"
NOTHING_TO_SAY = "nothing_to_say"
