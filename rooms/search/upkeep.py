"""Keeps the index whole after migrations."""

from typing import Any

from django.db import connections

from . import schema


def after_migrations(using: str, **kwargs: Any) -> None:
    """Put back what changing the table of messages took away (schema.repair says what)."""
    schema.repair(connections[using])
