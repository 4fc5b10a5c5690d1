from collections.abc import Collection

from django.db import transaction

from accounts.wake import PEOPLE, wake

# To more people than this it is not worth naming them: every process looks for all that it has.
NAMED = 500


def wake_people(user_ids: Collection[int] | None) -> None:
    """Tell the open pages of these people, or with None of everybody, once this transaction has committed, that
    something which calls them has changed."""
    users = None if user_ids is None or len(user_ids) > NAMED else list(user_ids)
    if users != []:
        transaction.on_commit(lambda: wake(PEOPLE, {"type": "people.called", "users": users}))
