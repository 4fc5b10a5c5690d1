"""Every fragment that has a contract, rendered with its sample and put where a page has it, for a checker of HTML."""

import os
import re
from pathlib import Path

_PAGE = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Fragment</title></head>'
    "<body><template>{}</template></body></html>"
)


def write(folder: Path) -> dict[str, str]:
    """Write every fragment into a file in ``folder``; return the names of the templates by those of the files."""
    os.environ["DEBUG"] = "yes"
    os.environ["DJANGO_SETTINGS_MODULE"] = "site_config.settings"
    import django

    django.setup()
    from django.template.loader import get_template

    from rooms.contracts import CONTRACTS

    names = {}
    for number, contract in enumerate(CONTRACTS):
        html = get_template(contract.template).render(contract.context()).strip()
        if "<html" in html or "<meta" in html:
            continue
        # htmx's own elements hold what lies elsewhere on a page, as templates do.
        html = re.sub(r"<(/?)hx-(?:partial|upsert)", r"<\1template", html)
        file = folder / f"fragment-{number:03}.html"
        file.write_text(_PAGE.format(html))
        names[file.name] = contract.template
    return names
