import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.template import engines
from django.template.loader import get_template

from rooms import contracts
from rooms.contracts import CONTRACTS, Contract, broken, check_templates


def test_every_template_keeps_its_contract() -> None:
    assert check_templates() == []


def every_need() -> list[tuple[Contract, str]]:
    return [(contract, need) for contract in CONTRACTS for need in contract.needs]


@pytest.mark.parametrize(("contract", "need"), every_need(), ids=lambda part: getattr(part, "template", part))
def test_what_a_template_lacks_is_named(contract: Contract, need: str, monkeypatch) -> None:
    """Rename, in what the template renders, whatever the need looks for first, and see the check complain."""
    first = re.findall(r"#([\w-]+)|\[([\w:.-]+)", need)[0]
    name = first[0] or first[1]
    render = get_template(contract.template).render

    class Mutilated:
        def render(self, context: dict[str, object]) -> str:
            html = render(context)
            mutated = html.replace(f'id="{name}"', 'id="lost"') if first[0] else html.replace(name, "lost")
            assert mutated != html
            return mutated

    monkeypatch.setattr(contracts, "get_template", lambda _: Mutilated())
    (error,) = [error for error in broken(contract) if need in error.msg]
    assert contract.template in error.msg


def test_a_template_that_is_gone_is_named(monkeypatch) -> None:
    (error,) = broken(Contract("rooms/nowhere.html", dict))
    assert "templates/rooms/nowhere.html is missing" in error.msg


def test_a_template_that_cannot_be_read_is_named(tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "torn.html").write_text("{% if %}")
    django: Any = engines["django"]
    monkeypatch.setattr(django.engine, "dirs", [tmp_path, settings.BASE_DIR / "templates"])
    for loader in django.engine.template_loaders:
        loader.reset()
    (error,) = broken(Contract("torn.html", dict))
    assert "templates/torn.html can't be read" in error.msg
