"""Fetches htmx as published on npm, or says whether our copy is still that.

``python -m scripts.vendor_htmx`` fetches the version below into static/vendor/htmx/ and records it in VENDORED.json;
``python -m scripts.vendor_htmx --check`` compares the files with the record and fails when one differs.
"""

import json
import shutil
import subprocess
import sys
import tarfile
from base64 import b64encode
from hashlib import sha256, sha384
from pathlib import Path
from tempfile import TemporaryDirectory

PACKAGE, VERSION = "htmx.org", "4.0.1"
# Where each file is in the package.
FILES = {
    "htmx.min.js": "dist/htmx.min.js",
    "hx-preload.min.js": "dist/ext/hx-preload.min.js",
    "hx-upsert.min.js": "dist/ext/hx-upsert.min.js",
    "hx-ws.min.js": "dist/ext/hx-ws.min.js",
    "LICENSE": "LICENSE",
}
FOLDER = Path(__file__).resolve().parent.parent / "static" / "vendor" / "htmx"
RECORD = "VENDORED.json"


def fingerprint(content: bytes) -> dict[str, str]:
    """Return the checksums of a file: one for people and tools, one as browsers take it."""
    integrity = f"sha384-{b64encode(sha384(content).digest()).decode()}"
    return {"sha256": sha256(content).hexdigest(), "integrity": integrity}


def fetch(folder: Path) -> None:
    """Copy the files of the published package into ``folder``, and record them.

    npm takes the package from the registry that it is configured for, and verifies the registry's checksum.
    Raises ``subprocess.CalledProcessError`` when npm can't.
    """
    folder.mkdir(parents=True, exist_ok=True)
    recorded = {}
    with TemporaryDirectory() as temporary:
        npm = shutil.which("npm") or "npm"
        subprocess.run(
            [npm, "pack", "--silent", f"{PACKAGE}@{VERSION}"], cwd=temporary, check=True, stdout=subprocess.DEVNULL
        )
        with tarfile.open(next(Path(temporary).glob("*.tgz"))) as package:
            for name, path in FILES.items():
                member = package.extractfile(f"package/{path}")
                assert member is not None, f"{path} is no file in {PACKAGE}@{VERSION}"
                content = member.read()
                (folder / name).write_bytes(content)
                recorded[name] = {"from": path, **fingerprint(content)}
    record = {"package": PACKAGE, "version": VERSION, "files": recorded}
    (folder / RECORD).write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")


def problems(folder: Path) -> list[str]:
    """Return in what ``folder`` differs from its record, as lines to print."""
    record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    found = []
    if (record["package"], record["version"]) != (PACKAGE, VERSION):
        found.append(f"{RECORD} records {record['package']} {record['version']}, not {PACKAGE} {VERSION}")
    present = {file.name for file in folder.iterdir()} - {RECORD}
    found += [f"{name} is not recorded" for name in sorted(present - record["files"].keys())]
    for name, recorded in record["files"].items():
        if name not in present:
            found.append(f"{name} is missing")
        elif fingerprint((folder / name).read_bytes()) != {key: recorded[key] for key in ("sha256", "integrity")}:
            found.append(f"{name} is not the file that was published")
    return found


if __name__ == "__main__":
    if "--check" not in sys.argv:
        fetch(FOLDER)
    sys.exit("\n".join(problems(FOLDER)) or 0)
