"""Every socket of the site, by path. Each app brings its own list."""

from typing import Any

from channels.generic.websocket import AsyncWebsocketConsumer
from django.urls import re_path

from crm.routing import websocket_urlpatterns as crm_sockets


class NoSuchSocket(AsyncWebsocketConsumer):
    """Refuses the handshake where no app listens; without it that would be logged as our error."""

    async def connect(self) -> None:
        await self.close()


websocket_urlpatterns: list[Any] = [
    *crm_sockets,
    re_path(r"", NoSuchSocket.as_asgi()),
]
