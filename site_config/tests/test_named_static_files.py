"""Every static file that a template names is there: with hashed names, a page that names another answers 500."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

TEMPLATES = Path(__file__).resolve().parent.parent.parent / "templates"
NAMED = re.compile(r"""\{%\s*static\s+['"]([^'"]+)['"]\s*%\}""")


def named() -> set[tuple[str, str]]:
    return {
        (str(template.relative_to(TEMPLATES)), name)
        for template in TEMPLATES.rglob("*.html")
        for name in NAMED.findall(template.read_text())
    }


@pytest.mark.parametrize(("template", "name"), sorted(named()))
def test_it_is_there(template: str, name: str) -> None:
    assert finders.find(name), f"{template} names {name}"


def test_templates_name_some() -> None:
    assert ("base.html", "css/tokens.css") in named()
