from django.urls import path

from . import converters as converters  # Makes <key:...> known.
from .views import composer, home, live, membership, room, search

app_name = "rooms"

urlpatterns = [
    path("rooms/new/", home.new_room, name="new"),
    path("rooms/<key:room_id>/", room.room, name="room"),
    path("rooms/<key:room_id>/join/", membership.join, name="join"),
    path("rooms/<key:room_id>/leave/", membership.leave, name="leave"),
    path("rooms/<key:room_id>/composer/", composer.composer, name="composer"),
    path("rooms/<key:room_id>/composer/longer/", composer.longer, name="longer"),
    path("rooms/<key:room_id>/messages/", composer.post, name="post"),
    path("rooms/<key:room_id>/messages/<key:position>/", room.message, name="message"),
    path("rooms/<key:room_id>/messages/<key:position>/before/", room.before, name="before"),
    path("rooms/<key:room_id>/messages/<key:position>/after/", room.after, name="after"),
    path("rooms/<key:room_id>/line/", live.line, name="line"),
    path("search/", search.results, name="search"),
    path("me.css", live.me, name="me"),
    path("connection/<slug:state>/", live.connection, name="connection"),
]
