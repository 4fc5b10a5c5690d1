"""Take everything that live delivery needs out of every template, one by one: each is missed by its name."""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from rooms.contracts import CONTRACTS
from rooms.contracts.contract import Contract, broken
from rooms.contracts.sources import TAG, source, used_by

from .test_template_contracts import forget, templates  # noqa: F401

ATTRIBUTE = re.compile(
    r"""\s(id|hx-[\w:.-]+|data-[\w-]+|role|name|key|popover\w*|form|formaction|method|action|for|enctype|pattern"""
    r"""|novalidate|nonce)(="(?:{%.*?%}|{{.*?}}|[^"])*"|='(?:{%.*?%}|{{.*?}}|[^'])*')?(?=[\s>])""",
    re.DOTALL,
)
# For the eye, or for machines other than ours.
FOR_LOOKS = re.compile(r'data-(says|day|count)|name="(viewport|color-scheme|theme-color|description)"')
# Names of this kind inside of template tags are no attributes.
TEMPLATE_TAG = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)


def contracts_by_template() -> dict[str, list[Contract]]:
    """Return for each template its own contracts, and for one without any those of the templates that use it."""
    own, others = defaultdict(list), defaultdict(list)
    for contract in CONTRACTS:
        own[contract.template].append(contract)
        for used in used_by(contract.template)[1:]:
            others[used].append(contract)
    return {name: own[name] or found for name, found in (others | own).items()}


def attributes(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield where each attribute begins and ends in a template, and its name."""
    for tag in TAG.finditer(text):
        inside = [(found.start(), found.end()) for found in TEMPLATE_TAG.finditer(tag[0])]
        for found in ATTRIBUTE.finditer(tag[0]):
            is_argument = any(start < found.start() < end for start, end in inside)
            if not is_argument and not FOR_LOOKS.search(found[0]):
                yield tag.start() + found.start(), tag.start() + found.end(), found[1]


def test_nothing_that_live_delivery_needs_can_be_lost_unnoticed(templates: Path) -> None:  # noqa: F811
    unnoticed, tried = [], 0
    for name, contracts in contracts_by_template().items():
        file = templates / name
        if not file.exists() or name == "notices.html":
            continue
        text = file.read_text()
        for start, end, attribute in attributes(source(name)):
            tried += 1
            file.write_text(text[:start] + " " + text[end:])
            forget()
            errors = [error.msg for error in broken(contracts)]
            if not any(name in error and attribute in error for error in errors):
                line = text.count("\n", 0, start) + 1
                unnoticed.append(f"{name}, line {line}: {text[start:end].strip()}; {errors}")
        file.write_text(text)
    assert not unnoticed, "\n".join(unnoticed)
    assert tried > 400


@pytest.mark.parametrize("name", sorted({contract.template for contract in CONTRACTS}))
def test_a_template_with_a_contract_exists(name: str) -> None:
    assert source(name)
