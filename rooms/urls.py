from django.urls import path

from .views import composer, home, live, membership, room

app_name = "rooms"

urlpatterns = [
    path("rooms/new/", home.new_room, name="new"),
    path("rooms/<int:room_id>/", room.room, name="room"),
    path("rooms/<int:room_id>/join/", membership.join, name="join"),
    path("rooms/<int:room_id>/leave/", membership.leave, name="leave"),
    path("rooms/<int:room_id>/composer/", composer.composer, name="composer"),
    path("rooms/<int:room_id>/composer/longer/", composer.longer, name="longer"),
    path("rooms/<int:room_id>/messages/", composer.post, name="post"),
    path("rooms/<int:room_id>/messages/<int:position>/", room.message, name="message"),
    path("rooms/<int:room_id>/messages/<int:position>/before/", room.before, name="before"),
    path("rooms/<int:room_id>/messages/<int:position>/after/", room.after, name="after"),
    path("rooms/<int:room_id>/line/", live.line, name="line"),
    path("me.css", live.me, name="me"),
    path("connection/<slug:state>/", live.connection, name="connection"),
]
