"""What is done to people. Admin and the preferences call these, so that whoever shows names and members hears of it."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import PROTECT
from django.dispatch import Signal

from .models import User

# Sent inside the transaction that changes the person, with ``user``: a receiver's changes stand or fall with it. A new
# picture is told like a new name.
person_renamed = Signal()
person_removed = Signal()


@transaction.atomic
def save(user: User, fields: Collection[str] | None = None) -> None:
    """Store a person, new or changed, or only ``fields`` of them, and send ``person_renamed`` when others now see
    another name or picture.

    Whoever changes only some fields names them: the others may have been changed since ``user`` was read.
    """
    earlier = User.objects.filter(pk=user.pk).first()
    user.save(update_fields=fields)
    if earlier and (earlier.name, earlier.picture) != (user.name, user.picture):
        person_renamed.send(User, user=user)


def kept_by(user: User) -> list[tuple[str, int]]:
    """Return what of a person's forbids deleting them: what it is called and how many there are."""
    found = []
    for relation in User._meta.related_objects:
        if relation.on_delete is PROTECT:
            count = relation.related_model._base_manager.filter(**{relation.field.name: user}).count()
            if count:
                found.append((str(relation.related_model._meta.verbose_name_plural), count))
    return found


@transaction.atomic
def delete(user: User) -> None:
    """Delete a person who has left nothing behind, after ``person_removed``.

    Raises ``ProtectedError`` for one whose words are still here; deactivating is the way for them.
    """
    person_removed.send(User, user=user)
    user.delete()


def placeholder(username: str, display_name: str) -> User | None:
    """Return the placeholder called ``username``, made if need be, or None where a real person has that name."""
    defaults = {"display_name": display_name, "is_placeholder": True, "is_active": False, "password": "!"}
    user, _ = User.objects.get_or_create(username=username, defaults=defaults)
    return user if user.is_placeholder else None


def bot(username: str, display_name: str) -> User:
    """Return a new person that is a program: nobody can sign in as it. Raises ``IntegrityError`` for a name taken."""
    return User.objects.create(username=username, display_name=display_name, is_bot=True, password="!")
