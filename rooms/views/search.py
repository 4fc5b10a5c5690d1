from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.requests import PersonRequest

from ..search import Order, parse, search
from ..search.operators import OPERATORS


@require_safe
@never_cache
@login_required
def results(request: PersonRequest) -> HttpResponse:
    """What I may read and have asked for, a page at a time."""
    query = parse(request.GET.get("q", ""), request.user)
    order = Order.RELEVANCE if request.GET.get("sort") == Order.RELEVANCE else Order.NEWEST
    start = request.GET.get("start", "")
    found = search(query, request.user, order, start)
    return TemplateResponse(
        request,
        "rooms/search.html",
        {
            "query": query,
            "order": order,
            "results": found,
            "is_first_page": not start,
            "first_url": _address(query.text, order),
            "next_url": _address(query.text, order, start=found.next) if found.next else "",
            "newest_url": _address(query.text, Order.NEWEST),
            "relevance_url": _address(query.text, Order.RELEVANCE),
            "operators": OPERATORS.values(),
        },
    )


def _address(text: str, order: Order, **more: Any) -> str:
    sort = {"sort": order.value} if order is Order.RELEVANCE else {}
    return f"{reverse('rooms:search')}?{urlencode({'q': text} | sort | more)}"
