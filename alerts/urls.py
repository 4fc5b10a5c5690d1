from django.urls import path

from . import delivery, feed, views

app_name = "alerts"

urlpatterns = [
    path("", views.alerts, name="list"),
    path("read/", views.read_all, name="read_all"),
    path("<int:alert_id>/", views.follow, name="follow"),
    path("<int:alert_id>/read/", views.read, name="read"),
    path("delivery/", delivery.delivery, name="delivery"),
    path("delivery/feed/", delivery.feed_link, name="feed_link"),
    path("feed/<str:token>/", feed.feed, name="feed"),
    path("unsubscribe/<str:token>/", delivery.stop, name="unsubscribe"),
]
