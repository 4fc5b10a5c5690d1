from typing import Any

from channels.generic.websocket import AsyncWebsocketConsumer
from django.urls import path, re_path

from rooms import converters as converters  # Makes <key:...> known.
from rooms.attending import AttendingConsumer
from rooms.consumers import RoomConsumer


class Nowhere(AsyncWebsocketConsumer):
    """Refuses a socket to a path that there is not; Channels would answer with a traceback."""

    async def connect(self) -> None:
        await self.accept()
        await self.close(code=4404)


websocket_urlpatterns: list[Any] = [
    path("ws/rooms/<key:room_id>/", RoomConsumer.as_asgi()),
    path("ws/alerts/", AttendingConsumer.as_asgi()),
    re_path(r"", Nowhere.as_asgi()),
]
