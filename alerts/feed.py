"""What calls me as an Atom feed, behind a link that only I know, for programs that can't sign in.

The link holds a name that is kept with what the person has chosen, and our signature: it can't be guessed, and what
lies in the database or a copy of it doesn't open it. Another name makes another link.
"""

import hashlib
import logging
import re
import time
from datetime import datetime
from io import BytesIO
from secrets import token_urlsafe
from typing import Any

from django.contrib.syndication.views import Feed
from django.core.cache import cache
from django.core.signing import BadSignature, Signer
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.http import http_date, quote_etag
from django.utils.translation import gettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.time_zones import zone

from .models import Alert, Delivery
from .relevance import still_calling
from .wording import sentence

logger = logging.getLogger("parley.feeds")

ENTRIES = 50
# Programs ask a few times in an hour.
PER_MINUTE = 30
REMEMBERED_SECONDS = 30 * 24 * 3600
# What XML can't hold.
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

_signer = Signer(sep=".", salt="alerts.feed")


def begin(user: User) -> None:
    """Give ``user`` a feed under a new link; an earlier one ends."""
    Delivery.objects.update_or_create(user=user, defaults={"feed": token_urlsafe(16)})


def end(user: User) -> None:
    """Take the feed of ``user`` away."""
    Delivery.objects.filter(user=user).update(feed=None)


def address_of(delivery: Delivery) -> str:
    """Return the path of the feed of somebody who has one."""
    return reverse("alerts:feed", args=[_signer.sign(delivery.feed or "")])


class Atom(Atom1Feed):
    """Without entries it is as old as the account: a feed in which nothing has changed is always the same."""

    def latest_post_date(self) -> datetime:
        since: datetime = self.feed["since"]
        return super().latest_post_date() if self.items else since


class AlertsFeed(Feed):
    """The newest alerts of the person who is given to ``get_feed``, which still call them."""

    feed_type = Atom
    author_name = "Parley"

    def items(self, user: User) -> list[Alert]:
        newest = Alert.objects.filter(user=user).select_related("actor").order_by("-pk")
        return still_calling(list(newest[:ENTRIES]))

    def feed_extra_kwargs(self, user: Any) -> dict[str, Any]:
        return {"since": user.date_joined}

    def title(self, user: User) -> str:
        return _clean(gettext("Alerts of %(name)s in Parley") % {"name": user.name})

    def link(self, user: User) -> str:
        return reverse("alerts:list")

    def item_title(self, alert: Any) -> str:
        return _clean(sentence(alert))

    def item_description(self, alert: Any) -> str:
        # It is taken for HTML there.
        return escape(_clean(alert.content))

    def item_pubdate(self, alert: Alert) -> datetime:
        return alert.created

    def item_updateddate(self, alert: Alert) -> datetime:
        return alert.created

    def item_author_name(self, alert: Alert) -> str | None:
        return _clean(alert.actor.name) if alert.actor else None


@require_safe
@cache_control(private=True, no_cache=True)
def feed(request: HttpRequest, token: str) -> HttpResponseBase:
    """The feed of whoever the link was made for. Asking again for what hasn't changed is answered with 304."""
    user = _owner(token)
    if _is_too_often(user):
        return HttpResponse(status=429, headers={"Retry-After": "60"})
    with translation.override(user.language), timezone.override(zone(user.time_zone)):
        found = AlertsFeed().get_feed(user, request)
        file = BytesIO()
        found.write(file, "utf-8")
    etag = quote_etag(hashlib.sha256(file.getvalue()).hexdigest()[:32])
    changed = _changed(user, etag)
    response = HttpResponse(file.getvalue(), content_type=Atom.content_type)
    response.headers["ETag"], response.headers["Last-Modified"] = etag, http_date(changed)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return get_conditional_response(request, etag, changed, response) or response


def _owner(token: str) -> User:
    try:
        name = _signer.unsign(token)
    except BadSignature:
        raise Http404("no such feed") from None
    delivery = Delivery.objects.select_related("user").filter(feed=name, user__is_active=True).first()
    if delivery is None:
        raise Http404("no such feed")
    return delivery.user


def _is_too_often(user: User) -> bool:
    key = f"feed-pace:{user.pk}:{int(time.time()) // 60}"
    try:
        cache.add(key, 0, 120)
        return cache.incr(key) > PER_MINUTE
    except Exception as error:
        logger.warning("no feed's pace is checked, the cache is away: %s", error)
        return False


def _changed(user: User, etag: str) -> int:
    """Return since when the feed is as it is, in seconds: what is withdrawn changes it too, and leaves no time."""
    key, now = f"feed-changed:{user.pk}", int(time.time())
    try:
        before, since = cache.get(key, ("", 0))
        if before == etag:
            return int(since)
        # Two changes within a second are two.
        since = max(now, since + 1)
        cache.set(key, (etag, since), REMEMBERED_SECONDS)
        return int(since)
    except Exception as error:
        logger.warning("since when a feed is as it is isn't known, the cache is away: %s", error)
        return now


def _clean(text: str) -> str:
    return CONTROLS.sub("", text)
