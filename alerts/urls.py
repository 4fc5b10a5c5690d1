from django.urls import path

from . import views

app_name = "alerts"

urlpatterns = [
    path("", views.alerts, name="list"),
    path("read/", views.read_all, name="read_all"),
    path("<int:alert_id>/", views.follow, name="follow"),
    path("<int:alert_id>/read/", views.read, name="read"),
]
