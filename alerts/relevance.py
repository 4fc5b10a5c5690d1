"""Whether an alert still calls somebody, to be asked before it is told to anybody elsewhere than on our pages.

What lies above knows it: alerts knows nothing of rooms. Most of what no longer calls is withdrawn and not here at all.
"""

from collections.abc import Sequence
from typing import Any

from django.dispatch import Signal

from .models import Alert

# Sent with ``alerts`` and ``unseen``. Each receiver returns the keys of those that call nobody any more, and with
# ``unseen`` of those whose people have seen what they are about, without following the alert.
asked = Signal()


def still_calling(alerts: Sequence[Alert], *, unseen: bool = False) -> list[Alert]:
    """Return those of ``alerts``, of whichever people, that still call them, in the same order; with ``unseen`` only
    those about what they have not seen.
    """
    answers: list[tuple[Any, Any]] = asked.send(Alert, alerts=alerts, unseen=unseen) if alerts else []
    unwanted = set[int]().union(*(found for _receiver, found in answers))
    return [alert for alert in alerts if alert.pk not in unwanted]
