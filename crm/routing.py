"""The sockets of the CRM."""

from typing import Any

from django.urls import path

from crm.consumers import DeskConsumer
from crm.protocol import DESK_ADDRESS

websocket_urlpatterns: list[Any] = [
    path(DESK_ADDRESS.removeprefix("/"), DeskConsumer.as_asgi()),
]
