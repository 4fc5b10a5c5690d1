"""Brings the catalogues in locale/ up to date with what the code and the templates say, or tells what they lack.

    python -m scripts.translations          writes locale/*/LC_MESSAGES/django.po and .mo
    python -m scripts.translations --check  changes nothing; names what is missing or wrong, and then ends with 1

The first needs GNU gettext, the check doesn't; nor does whoever runs Parley: the compiled catalogues are kept with the
code.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from .catalogues import problems
from .said import NOT_SAID, everything

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "locale"


def collect(locale: Path) -> None:
    """Bring the .po files under ``locale`` up to date with the sources."""
    os.environ.setdefault("DEBUG", "yes")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_config.settings")
    import django
    from django.core.management import call_command
    from django.test.utils import override_settings

    django.setup()
    languages = [each.name for each in locale.iterdir() if each.is_dir()]
    with override_settings(LOCALE_PATHS=[str(locale)]):
        call_command(
            "makemessages",
            locale=languages,
            ignore_patterns=[*NOT_SAID, "conftest.py"],
            no_wrap=True,
            no_obsolete=True,
            add_location="file",
            verbosity=0,
        )


def compiled(catalogue: Path) -> bytes:
    """Return what ``catalogue``, a .po file, is compiled to; the same for the same file on any day."""
    command = ["msgfmt", "--check-format", "--no-hash", "-o", "-", str(catalogue)]
    return subprocess.run(command, check=True, capture_output=True).stdout


def update() -> int:
    collect(LOCALE)
    for catalogue in LOCALE.glob("*/LC_MESSAGES/*.po"):
        catalogue.with_suffix(".mo").write_bytes(compiled(catalogue))
    return 0


def check() -> int:
    said = everything(ROOT)
    found = [
        f"{catalogue.parent.parent.name}: {problem}"
        for catalogue in sorted(LOCALE.glob("*/LC_MESSAGES/*.po"))
        for problem in problems(catalogue, said)
    ]
    print("\n".join(found) or "everything is translated")
    if found:
        print("make translations collects and compiles; what it leaves empty or fuzzy is yours to translate.")
    return 1 if found else 0


if __name__ == "__main__":
    if sys.argv[1:] == ["--check"]:
        sys.exit(check())
    if not shutil.which("xgettext"):
        sys.exit("GNU gettext is not on this machine.")
    sys.exit(update())
