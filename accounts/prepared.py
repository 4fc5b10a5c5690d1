"""Queries that the ORM builds once and that are then only executed.

Building the SQL of a query takes Django several times as long as running it on an indexed table (0.3 against 0.06 ms on
the machine of bench/README.md). Where a query is part of every request or every delivery, that is most of its cost.
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Field, Model, QuerySet
from django.db.models.query import get_related_populators

# What stands for a value while the SQL is built; no query of ours has such a constant.
_MARKERS: dict[type, Callable[[int], Any]] = {int: lambda n: 900_000_001 + n, str: lambda n: f"\ue000{n}"}


class Prepared[M: Model]:
    """A query of ``build``, a function that returns a queryset for some values, each of one of ``kinds``.

    Instances come as from the queryset itself, ``select_related`` included. ``build`` must use its values (of type int
    or str) as they are, and may not depend on anything else.
    """

    def __init__(self, build: Callable[..., QuerySet[M]], *kinds: type) -> None:
        self._build = build
        self._kinds = kinds
        self._statements: dict[str, _Statement[M]] = {}

    def all(self, *values: int | str) -> list[M]:
        """Return what the queryset would hold for ``values``."""
        statement = self._statements.get(connection.vendor)
        if statement is None:
            # Not before it is needed: a lock can be built only inside a transaction.
            markers = [_MARKERS[kind](number) for number, kind in enumerate(self._kinds)]
            statement = self._statements[connection.vendor] = _Statement(self._build(*markers), markers)
        return statement.run(values)

    def first(self, *values: int | str) -> M | None:
        """Return the first of ``all``, or None."""
        found = self.all(*values)
        return found[0] if found else None


def insert(instances: Sequence[Model]) -> None:
    """Store new instances of one model, and give them their keys, as ``bulk_create`` does at twice the cost.

    Every field has its value already: neither ``auto_now`` nor expressions are looked at. The figure is of one message
    on SQLite, under cProfile.
    """
    fields, head, row, tail = _insertion(type(instances[0]), connection.vendor)
    values = [
        field.get_db_prep_save(getattr(instance, field.attname), connection)
        for instance in instances
        for field in fields
    ]
    with connection.cursor() as cursor:
        cursor.execute(f"{head} {', '.join([row] * len(instances))} {tail}", values)
        keys = cursor.fetchall()
    for instance, (key,) in zip(instances, keys, strict=True):
        instance.pk = key
        instance._state.adding = False
        instance._state.db = connection.alias


@cache
def _insertion(model: type[Model], vendor: str) -> "tuple[list[Field[Any, Any]], str, str, str]":
    """Return the fields that a new row of ``model`` has, and the SQL before, for, and after the rows."""
    meta, quote = model._meta, connection.ops.quote_name
    fields = [field for field in meta.concrete_fields if not field.primary_key]
    columns = ", ".join(quote(str(field.column)) for field in fields)
    return (
        fields,
        f"INSERT INTO {quote(meta.db_table)} ({columns}) VALUES",
        f"({', '.join(['%s'] * len(fields))})",
        f"RETURNING {quote(str(meta.pk.column))}",
    )


class _Statement[M: Model]:
    """The SQL of a queryset for one kind of database, and how its rows become instances."""

    def __init__(self, queryset: QuerySet[M], markers: list[Any]) -> None:
        compiler = queryset.query.get_compiler(using=connection.alias)
        self._sql, constants = compiler.as_sql()
        self._params = [
            (markers.index(constant), None) if constant in markers else (None, constant) for constant in constants
        ]
        select, klass_info = compiler.select, compiler.klass_info
        if not klass_info or compiler.annotation_col_map:
            raise TypeError("a prepared query gives whole instances, and nothing beside them")
        fields = klass_info["select_fields"]
        self._first, self._end = fields[0], fields[-1] + 1
        self._names = [select[number][0].target.attname for number in fields]
        self._model: type[M] = klass_info["model"]
        self._converters = list(compiler.get_converters([each[0] for each in select]).items())
        self._related = get_related_populators(klass_info, select, connection.alias, queryset._fetch_mode)  # type: ignore[attr-defined]

    def run(self, values: tuple[Any, ...]) -> list[M]:
        params = [constant if number is None else values[number] for number, constant in self._params]
        with connection.cursor() as cursor:
            cursor.execute(self._sql, params)
            rows = cursor.fetchall()
        return [self._instance(list(row)) for row in rows]

    def _instance(self, row: list[Any]) -> M:
        for number, (converters, expression) in self._converters:
            for convert in converters:
                row[number] = convert(row[number], expression, connection)
        instance = self._model.from_db(connection.alias, self._names, row[self._first : self._end])
        for populator in self._related:
            populator.populate(row, instance)
        return instance
