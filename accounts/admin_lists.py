"""What every list in Django Admin has in common here: it counts to a bound, searches by index, and leaks nothing."""

from collections.abc import Sequence
from typing import Any, cast

from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.text import smart_split, unescape_string_literal

from .models import User

# So many rows a list counts and leads through; a search finds what is beyond.
MOST_COUNTED = 10_000
# What filters and date hierarchies ask for of their fields.
ASKED = ["", "__exact", "__id__exact", "__isempty", "__isnull", "__gte", "__lt", "__year", "__month", "__day"]
# So many people are found by a word, to look for what is theirs.
MOST_NAMED = 1_000


class BoundedPaginator(Paginator):
    """Counts to ``MOST_COUNTED`` and no further: counting a million messages takes longer than showing some of them."""

    @cached_property
    def count(self) -> int:
        rows = cast(QuerySet[Any], self.object_list)
        return len(rows.order_by("-pk").values_list("pk", flat=True)[:MOST_COUNTED])

    @property
    def is_bounded(self) -> bool:
        return self.count == MOST_COUNTED


class ListAdmin(admin.ModelAdmin):
    """A model whose table may be long."""

    show_full_result_count = False
    # The numbers beside filters would be counted over the whole table.
    show_facets = admin.ShowFacets.NEVER
    paginator = BoundedPaginator
    list_per_page = 50

    # Fields that lead to people, by whose names a row is found: as quickly as those people are.
    search_people: Sequence[str] = ()
    # What may be asked for in the address beside the filters and the date hierarchy.
    allowed_lookups: Sequence[str] = ("id__exact",)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Allow to narrow lists down by what is named for it only.

        Django allows every field of the model, and every model that refers to it. Asking for what begins with this or
        belongs to that, one would learn what isn't shown.
        """
        filters = [each[0] if isinstance(each, tuple | list) else each for each in self.list_filter]
        named = [*(each if isinstance(each, str) else getattr(each, "parameter_name", None) for each in filters)]
        named.append(self.date_hierarchy)
        asked = {f"{name}{suffix}" for name in named if name for suffix in ASKED}
        return lookup in asked or lookup in self.allowed_lookups

    def get_search_fields(self, request: HttpRequest) -> list[str]:
        return [*self.search_fields, *self.search_people]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Find the rows in which each word is: in a field of their own, or in the name of one of their people."""
        for word in words_of(search_term):
            queryset = queryset.filter(self.found_by(word, request))
        return queryset, False

    def found_by(self, word: str, request: HttpRequest) -> Q:
        """Return the condition for rows that ``word`` finds."""
        condition = Q(pk__in=[])
        for field in self.search_fields:
            condition |= Q(**{f"{field}__icontains": word})
        if self.search_people:
            people = people_called(word)
            for field in self.search_people:
                condition |= self.leading_to(field, people)
        return condition

    def leading_to(self, field: str, keys: list[int]) -> Q:
        """Return the condition for rows whose ``field`` leads to one of these.

        By way of another table the newest are looked up first: in one statement with the other conditions, the database
        takes it that there are many, and joins all of both.
        """
        condition = Q(**{f"{field}__in": keys})
        if "__" not in field:
            return condition
        found = self.model._base_manager.filter(condition).order_by("-pk").values_list("pk", flat=True)
        return Q(pk__in=list(found[:MOST_NAMED]))


def words_of(term: str) -> list[str]:
    """Return the words of what was typed into a list's search field; several in quotes are one."""
    words = [unescape_string_literal(bit) if _is_quoted(bit) else bit for bit in smart_split(term.replace("\x00", ""))]
    return [word for word in words if word]


def _is_quoted(bit: str) -> bool:
    return len(bit) > 1 and bit[0] == bit[-1] and bit[0] in "\"'"


def people_called(word: str) -> list[int]:
    """Return the keys of people with ``word`` in their names."""
    found = User.objects.filter(Q(username__icontains=word) | Q(display_name__icontains=word))
    return list(found.values_list("pk", flat=True)[:MOST_NAMED])


def link(address: str, text: Any) -> SafeString:
    return render_to_string("admin/link.html", {"address": address, "text": text})


def link_to_person(user: User | None) -> SafeString | str:
    """Return a link to somebody's page in Admin."""
    return link(reverse("admin:accounts_user_change", args=[user.pk]), user) if user else "-"
