"""The Nu HTML Checker on pages and fragments."""

import json
import shutil
import subprocess
from pathlib import Path

from .tools import MODULES

JAR = MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"

# What is as it is on purpose.
_MEANT = [
    # htmx gives these a meaning; names are free in HTML only with "data-" before them.
    r".*Attribute “(hx-[^”]*|key)” not allowed on element.*",
    # Without it, Firefox puts the values from before a reload into the new page, of another version.
    r".*“hidden” must not have an “autocomplete” attribute.*",
]
# In a fragment: what it refers to is on the page, and of alternatives one is put there.
_IN_FRAGMENTS = [
    r".*“form” attribute must refer to a form element.*",
    r".*Duplicate ID.*",
    r".*both have the “autofocus” attribute.*",
    r".*attribute of the “label” element must be the ID of.*",
    r".*attribute must point to an element in the same document.*",
]


def why_not() -> str:
    """Return why the checker can't run here, or an empty text."""
    if not shutil.which("java"):
        return "there is no java"
    return "" if JAR.exists() else f"there is no {JAR.name}; make audit installs it"


def errors(files: list[Path], *, are_fragments: bool = False) -> dict[str, list[str]]:
    """Return what the checker finds in HTML files, by their names."""
    meant = "|".join([*_MEANT, *_IN_FRAGMENTS] if are_fragments else _MEANT)
    command = ["java", "-jar", str(JAR), "--format", "json", "--stdout", "--exit-zero-always"]
    command += ["--filterpattern", meant]
    done = subprocess.run([*command, *map(str, files)], capture_output=True, text=True, check=True, timeout=600)
    found: dict[str, list[str]] = {}
    for message in json.loads(done.stdout)["messages"]:
        if message["type"] == "error":
            where = Path(message["url"].removeprefix("file:")).name
            found.setdefault(where, []).append(f"{message['message']} … {message.get('extract', '').strip()[:160]}")
    return found
