from django.urls import path

from .views import post

urlpatterns = [path("rooms/<int:room_id>/messages/", post)]
