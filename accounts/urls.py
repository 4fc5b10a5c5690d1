from django.urls import path

from .views import preferences, sign_ins

urlpatterns = [
    path("preferences/", preferences.preferences, name="account_preferences"),
    path("sessions/", sign_ins.sign_ins, name="account_sessions"),
]
