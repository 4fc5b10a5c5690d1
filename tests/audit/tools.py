"""Where the tools are that come from npm."""

import shutil
import subprocess
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
MODULES = FOLDER / "node_modules"


def install() -> str:
    """Install what package.json names, unless it is there. Return why that could not be done, or an empty text."""
    if (MODULES / "vnu-jar").exists() and (MODULES / "lighthouse").exists():
        return ""
    if not shutil.which("npm"):
        return "there is no npm"
    command = ["npm", "install", "--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts"]
    done = subprocess.run(command, cwd=FOLDER, capture_output=True, text=True, check=False, timeout=900)
    return done.stderr[-500:] if done.returncode else ""
