"""A contract, and how a template is held against it."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.checks import CheckMessage, Error
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.template.loader import get_template

from .needs import Element, elements, unmet, written
from .sources import place_of, used_by

_INCLUDED = re.compile(r"Template: .*?/templates/(\S+), (.*)", re.DOTALL)


@dataclass(frozen=True)
class Contract:
    """A template, what it is rendered with, and the elements that it must then have."""

    template: str
    context: Callable[[], dict[str, Any]]
    needs: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Breach:
    """That what a contract's template makes lacks ``wanted``; ``missing`` are those of its attributes that are not there."""

    template: str
    line: int | None
    wanted: Element
    missing: tuple[str, ...]
    near: Element | None
    through: str

    def error(self) -> CheckMessage:
        place = f"templates/{self.template}" + (f", line {self.line}" if self.line else "")
        lacks = " and ".join(self.missing)
        if self.near:
            message = f"{place}: <{self.near.tag}> lacks {lacks}: live delivery needs it."
        else:
            message = f"{place} has no {self.wanted}: live delivery needs it."
        return Error(
            message,
            hint=f"Put it back: {self.wanted} (values are those of the sample in rooms/contracts/samples.py).",
            id="rooms.E003",
        )


def broken(contracts: Iterable[Contract]) -> list[CheckMessage]:
    """Return an error for everything that the templates of ``contracts`` lack, each once, at the place to mend."""
    errors: list[CheckMessage] = []
    breaches: list[Breach] = []
    for contract in contracts:
        try:
            html = get_template(contract.template).render(contract.context())
        except TemplateDoesNotExist as error:
            missing = Error(f"templates/{error} is missing; live rooms need it.", id="rooms.E001")
            errors += [missing] if missing not in errors else []
        except TemplateSyntaxError as error:
            errors.append(_unreadable(contract.template, error))
        except Exception as error:
            text = f"templates/{contract.template} can't be rendered: {type(error).__name__}: {error}"
            errors.append(Error(text, id="rooms.E004"))
        else:
            breaches += _breaches(contract, html)
    return errors + [breach.error() for breach in _at_their_place(breaches)]


def _unreadable(template: str, error: TemplateSyntaxError) -> CheckMessage:
    token = getattr(error, "token", None)
    line = f", line {token.lineno}" if token else ""
    # Of a template that another includes, the message has the file.
    included = _INCLUDED.match(str(error))
    what = included[1] if included else template
    return Error(f"templates/{what}{line} can't be read: {included[2] if included else error}", id="rooms.E002")


def _breaches(contract: Contract, html: str) -> list[Breach]:
    found = elements(html)
    breaches = []
    for wanted, near in unmet(found, contract.needs):
        place, line = place_of(contract.template, near) if near else (contract.template, None)
        missing = tuple(written(near.lacks(wanted) if near else wanted.attributes))
        breaches.append(Breach(place, line, wanted, missing, near, contract.template))
    return breaches


def _at_their_place(breaches: list[Breach]) -> list[Breach]:
    """Return one breach for each thing that is missing: of a fragment and the pages with it, the fragment's."""
    by_key: dict[tuple[object, ...], Breach] = {}
    for breach in breaches:
        by_key.setdefault((breach.template, breach.line, breach.missing), breach)
    left = list(by_key.values())
    return [breach for breach in left if not any(_is_cause(other, breach) for other in left)]


def _is_cause(other: Breach, breach: Breach) -> bool:
    """Whether ``breach`` is only there because of ``other``, in a template that it uses."""
    wanted = breach.wanted.attributes.get("id")
    return (
        other.template != breach.template
        and wanted is not None
        and other.wanted.attributes.get("id") == wanted
        and other.template in used_by(breach.through)
    )
