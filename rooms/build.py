"""Which build of the templates this process serves, so that a page from before a deploy can be told to reload."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings


@cache
def build_id() -> str:
    """Return a digest of everything a live page is made of: the room's templates and the scripts."""
    digest = sha256()
    for folder in ("templates/rooms", "static/vendor"):
        for path in sorted(Path(settings.BASE_DIR, folder).rglob("*")):
            if path.is_file():
                digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]
