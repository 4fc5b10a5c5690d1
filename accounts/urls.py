from django.urls import path

from .views import leave, preferences, profile, sign_ins

urlpatterns = [
    path("preferences/", preferences.preferences, name="account_preferences"),
    path("delete/", leave.leave, name="account_delete"),
    path("profile/", profile.profile, name="account_profile"),
    path("sessions/", sign_ins.sign_ins, name="account_sessions"),
]
