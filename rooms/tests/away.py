"""What tests about those who are away share: people who can be mailed, and turns of the worker at a time of choice."""

from collections.abc import Collection
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.utils import timezone

from accounts.models import User
from alerts.mail.working import turn


def verify(*people: User) -> None:
    """Give each of these people a main address that is theirs."""
    for person in people:
        EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)


def turn_after(minutes: float, *here: User) -> None:
    """Do what the worker does so many minutes from now, while some are ``here``."""
    present = {person.pk for person in here}

    def asked(user_ids: Collection[int]) -> set[int]:
        return present & set(user_ids)

    turn(asked, timezone.now() + timedelta(minutes=minutes))
