"""Lighthouse on sign-in, home and a room, as on a phone with a slow line: its four categories."""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.support.browser import FLAGS, PATHS

from .site import Site
from .tools import MODULES

PAGES = [("/accounts/login/", None), ("/", "alice"), ("/rooms/{general}/", "alice")]
CATEGORIES = ["performance", "accessibility", "best-practices", "seo"]
# A page behind a sign-in is kept from search engines on purpose.
FOR_GUESTS = {"seo"}


def judged(site: Site) -> Iterator[tuple[str, list[str]]]:
    """Yield every page with what keeps it from 100 in a category."""
    for address, person in PAGES:
        url = site.server.url + address.format(**site.keys)
        report = _report(url, site, person)
        scores = {name: round((each["score"] or 0) * 100) for name, each in report["categories"].items()}
        print(f"Lighthouse: {address}: {scores}")
        yield address, [f"{name}: {score}: {_why(report, name)}" for name, score in scores.items() if score < 100]


def _why(report: dict[str, Any], category: str) -> str:
    parts = []
    for ref in report["categories"][category]["auditRefs"]:
        audit = report["audits"][ref["id"]]
        if ref["weight"] and audit["score"] is not None and audit["score"] < 1:
            parts.append(f"{ref['id']} ({audit.get('displayValue') or audit['score']})")
    return ", ".join(parts)


def _report(url: str, site: Site, person: str | None) -> dict[str, Any]:
    chrome = next(filter(None, map(shutil.which, PATHS)))
    flags = [*FLAGS, "--headless=new", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "report.json"
        command = ["node", str(MODULES / "lighthouse" / "cli" / "index.js"), url, "--quiet", "--output=json"]
        command += [
            f"--output-path={out}",
            f"--chrome-flags={' '.join(flags)}",
            f"--only-categories={','.join(CATEGORIES)}",
        ]
        if person:
            cookies = "; ".join(f"{each['name']}={each['value']}" for each in site.cookies[person]["cookies"])
            headers = Path(folder) / "headers.json"
            headers.write_text(json.dumps({"Cookie": cookies}))
            command.append(f"--extra-headers={headers}")
        subprocess.run(
            command, env=os.environ | {"CHROME_PATH": str(chrome)}, check=True, timeout=240, capture_output=True
        )
        return dict(json.loads(out.read_text()))
