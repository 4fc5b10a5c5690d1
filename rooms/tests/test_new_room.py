from unittest.mock import patch

from django.test import Client

from accounts.models import User
from rooms import conversation
from rooms.models import Room


def test_a_new_room_opens_with_its_maker_in_it(client: Client, alice: User) -> None:
    client.force_login(alice)
    response = client.post("/rooms/new/", {"name": "Book club", "kind": "open"})
    room = Room.objects.get(name="Book club")
    assert response.headers["Location"] == room.get_absolute_url()
    assert list(room.users.all()) == [alice]


def test_a_name_that_is_taken_is_said_beside_the_name(client: Client, alice: User, general: Room) -> None:
    client.force_login(alice)
    response = client.post("/rooms/new/", {"name": "general", "kind": "private"})
    assert response.status_code == 422
    assert response.context["form"].errors == {"name": ["There is already a room with this name."]}
    assert 'id="id_name_error"' in response.text
    assert 'value="general"' in response.text


def test_a_name_taken_between_the_look_and_the_making_is_said_beside_the_field(client: Client, alice: User) -> None:
    conversation.create_room("Quick", alice)
    client.force_login(alice)
    with (
        patch("rooms.forms.RoomForm.clean_name", lambda form: form.cleaned_data["name"]),
        patch("django.forms.ModelForm.validate_unique"),
        patch("django.forms.ModelForm.validate_constraints"),
    ):
        answer = client.post("/rooms/new/", {"name": "Quick", "kind": "open"})
    assert answer.status_code == 422
    assert "There is already a room with this name." in answer.text
