"""The chat consumer as tutorials for Channels build it: a group for each room, a rendering for each socket."""

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.template.loader import render_to_string

from rooms.models import Membership


class ChatConsumer(AsyncWebsocketConsumer):
    async def connect(self):
        self.room_id = self.scope["url_route"]["kwargs"]["room_id"]
        self.group = f"chat_{self.room_id}"
        if not await self.is_member():
            await self.close()
            return
        await self.channel_layer.group_add(self.group, self.channel_name)
        await self.accept()

    @database_sync_to_async
    def is_member(self):
        user = self.scope["user"]
        return user.is_authenticated and Membership.objects.filter(room_id=self.room_id, user=user).exists()

    async def disconnect(self, code):
        await self.channel_layer.group_discard(self.group, self.channel_name)

    async def chat_message(self, event):
        html = render_to_string("tutorial/message.html", event["message"])
        await self.send(text_data=html)
