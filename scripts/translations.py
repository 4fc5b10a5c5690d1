"""Brings the catalogues in locale/ up to date with what the code and the templates say, or tells what they lack.

    python -m scripts.translations          writes locale/*/LC_MESSAGES/django.po and .mo
    python -m scripts.translations --check  changes nothing; names what is missing, and then ends with 1

Both need GNU gettext. Whoever runs Parley doesn't: the compiled catalogues are kept with the code.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "locale"
# What is not said to people who use the site.
IGNORED = [".venv", "bench", "tests", "*/tests", "staticfiles", "media", "scripts", "conftest.py"]


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
            ignore_patterns=IGNORED,
            no_wrap=True,
            no_obsolete=True,
            add_location="file",
            verbosity=0,
        )


def compiled(catalogue: Path) -> bytes:
    """Return what ``catalogue``, a .po file, is compiled to; the same for the same file on any day."""
    command = ["msgfmt", "--check-format", "--no-hash", "-o", "-", str(catalogue)]
    return subprocess.run(command, check=True, capture_output=True).stdout


def missing(catalogue: Path) -> list[str]:
    """Return what is not translated, or no longer surely right, in a .po file."""
    found = []
    for which in ("--untranslated", "--only-fuzzy"):
        command = ["msgattrib", which, "--no-wrap", "--no-location", str(catalogue)]
        lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
        found += [line.removeprefix("msgid ") for line in lines if line.startswith("msgid ") and line != 'msgid ""']
    return found


def update() -> int:
    collect(LOCALE)
    for catalogue in LOCALE.glob("*/LC_MESSAGES/*.po"):
        catalogue.with_suffix(".mo").write_bytes(compiled(catalogue))
    return 0


def check() -> int:
    problems = []
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "locale"
        shutil.copytree(LOCALE, copy)
        collect(copy)
        for catalogue in copy.glob("*/LC_MESSAGES/*.po"):
            problems += [f"{catalogue.parent.parent.name}: not translated: {text}" for text in missing(catalogue)]
        for catalogue in LOCALE.glob("*/LC_MESSAGES/*.po"):
            if compiled(catalogue) != catalogue.with_suffix(".mo").read_bytes():
                problems.append(f"{catalogue}: is not what its .mo was compiled from")
    print("\n".join(problems) or "everything is translated")
    return 1 if problems else 0


if __name__ == "__main__":
    if not shutil.which("xgettext"):
        sys.exit("GNU gettext is not on this machine.")
    sys.exit(check() if sys.argv[1:] == ["--check"] else update())
