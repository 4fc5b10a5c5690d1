from django.urls import path

from . import converters as converters  # Makes <key:...> known.
from .views import actions, composer, files, home, live, membership, replies, room, search

app_name = "rooms"

urlpatterns = [
    path("rooms/new/", home.new_room, name="new"),
    path("rooms/<key:room_id>/", room.room, name="room"),
    path("rooms/<key:room_id>/join/", membership.join, name="join"),
    path("rooms/<key:room_id>/leave/", membership.leave, name="leave"),
    path("rooms/<key:room_id>/composer/", composer.composer, name="composer"),
    path("rooms/<key:room_id>/composer/longer/", composer.longer, name="longer"),
    path("rooms/<key:room_id>/composer/unreply/", replies.unreply, name="unreply"),
    path("rooms/<key:room_id>/composer/files/", composer.files, name="composer-files"),
    path("rooms/<key:room_id>/messages/", composer.post, name="post"),
    path("rooms/<key:room_id>/messages/<key:position>/", room.message, name="message"),
    path("rooms/<key:room_id>/messages/<key:position>/before/", room.before, name="before"),
    path("rooms/<key:room_id>/messages/<key:position>/after/", room.after, name="after"),
    path("rooms/<key:room_id>/files/<key:attachment_id>/", files.file, name="file"),
    path("rooms/<key:room_id>/files/<key:attachment_id>/<key:width>/", files.preview, name="preview"),
    path("rooms/<key:room_id>/messages/<key:position>/actions/", actions.menu, name="actions"),
    path("rooms/<key:room_id>/messages/<key:position>/reply/", replies.reply, name="reply"),
    path("rooms/<key:room_id>/messages/<key:position>/thread/", replies.thread, name="thread"),
    path("rooms/<key:room_id>/messages/<key:position>/edit/", actions.edit, name="edit"),
    path("rooms/<key:room_id>/messages/<key:position>/delete/", actions.delete, name="delete"),
    path("rooms/<key:room_id>/messages/<key:position>/shown/", actions.shown, name="shown"),
    path("rooms/<key:room_id>/messages/<key:position>/source/", actions.source, name="source"),
    path("rooms/<key:room_id>/messages/<key:position>/history/", actions.history, name="history"),
    path("rooms/<key:room_id>/line/", live.line, name="line"),
    path("search/", search.results, name="search"),
    path("me.css", live.me, name="me"),
    path("message-menu/", live.menu_failed, name="menu_failed"),
    path("connection/<slug:state>/", live.connection, name="connection"),
]
