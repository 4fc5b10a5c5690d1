"""People as others see them. No user name has the tilde that keys are marked with."""

from django.urls import path

from accounts.views import profile

from . import converters as converters  # Makes <key:...> known.
from .views import person

app_name = "people"

urlpatterns = [
    path("~<key:person_id>/", person.by_key, name="key"),
    path("~<key:person_id>/block/", profile.block, name="block"),
    path("pictures/<slug:name>-<key:size>.webp", profile.picture, name="picture"),
    path("<str:username>/", person.person, name="person"),
]
