"""Who is mailed, and where."""

from collections.abc import Collection

from allauth.account.models import EmailAddress

from ..models import Delivery


def addresses(user_ids: Collection[int]) -> dict[int, str]:
    """Return the address of each of these people who may be mailed: active, not unwilling, and the address verified."""
    mine = EmailAddress.objects.filter(user__in=user_ids, primary=True, verified=True, user__is_active=True)
    return dict(mine.exclude(user__delivery__mail=Delivery.Mail.OFF).values_list("user_id", "email"))
