"""Links by which somebody stops the mails without signing in: signed, and good as long as the key of the site is."""

from django.core.signing import BadSignature, Signer

from accounts.models import User

from ..models import Delivery

_signer = Signer(sep=".", salt="alerts.unsubscribe")


def token_for(user_id: int) -> str:
    """Return what stands in the link of one person."""
    return _signer.sign(str(user_id))


def person_of(token: str) -> User | None:
    """Return whose link has this token, or None where we have not signed it or the person is gone."""
    try:
        return User.objects.filter(pk=int(_signer.unsign(token))).first()
    except BadSignature:
        return None


def unsubscribe(user: User) -> None:
    """Mail ``user`` nothing any more, also what waits already. Again changes nothing."""
    Delivery.objects.update_or_create(user=user, defaults={"mail": Delivery.Mail.OFF})
