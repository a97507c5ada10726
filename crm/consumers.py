"""The socket of the desk. What it says is in docs/websocket.md."""

from typing import Any

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer

from accounts.sockets import user_of
from crm import protocol
from crm.permissions import sees_all, works_in_crm


class DeskConsumer(AsyncJsonWebsocketConsumer):
    """Says that something changed on a desk. What, the page asks for with the person's own rights."""

    groups_joined: frozenset[str] = frozenset()

    # --- The socket

    async def connect(self) -> None:
        await self.accept()  # a refused handshake would hide the code
        await self.check()

    async def disconnect(self, code: int) -> None:
        await self.join(frozenset())

    async def receive(self, **frame: Any) -> None:
        """Nothing can be asked here, in whichever form."""
        await self.send_json(
            {"type": protocol.FRAME_ERROR, "code": protocol.NOTHING_TO_SAY}
        )

    # --- Events from the layer

    async def desk_changed(self, event: dict[str, Any]) -> None:
        if await self.check():
            await self.send_json(
                {
                    "type": protocol.FRAME_CHANGED,
                    "what": event["what"],
                    "inquiry": event["inquiry"],
                }
            )

    # --- Rights

    async def check(self) -> bool:
        """Listen to what the person may hear of now; end it where that is nothing."""
        user = await user_of(self.scope)
        if not user.is_authenticated:
            await self.close(protocol.NOT_LOGGED_IN)
            return False
        groups = await database_sync_to_async(groups_of)(user)
        if not groups:
            await self.close(protocol.NOT_ALLOWED)
            return False
        await self.join(groups)
        return True

    async def join(self, groups: frozenset[str]) -> None:
        for group in self.groups_joined - groups:
            await self.channel_layer.group_discard(group, self.channel_name)
        for group in groups - self.groups_joined:
            await self.channel_layer.group_add(group, self.channel_name)
        self.groups_joined = groups


def groups_of(user: Any) -> frozenset[str]:
    """Return where the desk of `user` listens; nowhere for who has none."""
    if not works_in_crm(user):
        return frozenset()
    if sees_all(user):
        return frozenset({protocol.TEAM})
    return frozenset({protocol.group_of(user.pk), protocol.group_of(None)})
