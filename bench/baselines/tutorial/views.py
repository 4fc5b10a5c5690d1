from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_POST

from rooms.models import Membership, Message, Room


@require_POST
@login_required
def post(request, room_id):
    """Store a message in the same table, with the same order and nonce, and send it to the room's group."""
    get_object_or_404(Membership, room_id=room_id, user=request.user)
    with transaction.atomic():
        room = Room.objects.select_for_update().get(pk=room_id)
        room.version += 1
        room.save()
        message = Message.objects.create(
            room=room,
            author=request.user,
            position=room.version,
            version=room.version,
            nonce=request.POST["nonce"],
            body=request.POST["body"],
            created=timezone.now(),
        )
    event = {
        "type": "chat.message",
        "message": {
            "position": message.position,
            "author_id": request.user.pk,
            "author": request.user.name,
            "initial": request.user.initial,
            "created": message.created,
            "body": message.body,
            "url": message_url(room_id, message.position),
        },
    }
    async_to_sync(get_channel_layer().group_send)(f"chat_{room_id}", event)
    return HttpResponse(status=204)


def message_url(room_id, position):
    return f"/rooms/{room_id}/messages/{position}/#m{position}"
