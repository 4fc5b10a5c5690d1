"""What live delivery needs of each template, so that ``manage.py check`` can say what a changed template lacks.

Each contract renders its template with sample data and looks for elements. docs/designers.md explains them to designers.
"""

from typing import Any

from django.core.checks import CheckMessage

from . import composing, frames, menus, messages, pages
from .contract import Contract, broken

CONTRACTS: list[Contract] = [
    *messages.CONTRACTS,
    *menus.CONTRACTS,
    *composing.CONTRACTS,
    *frames.CONTRACTS,
    *pages.CONTRACTS,
]


def check_templates(**kwargs: Any) -> list[CheckMessage]:
    """Hold every template that live delivery touches against its contract."""
    return broken(CONTRACTS)
