"""Finds files that nothing names.

Files are stored before their message and deleted after it. A process that is killed in between leaves them behind, and
nobody is served one, for only rows are asked for; but what was deleted should be gone.
"""

from collections.abc import Iterator
from datetime import timedelta
from itertools import batched

from django.core.files.storage import default_storage
from django.utils import timezone

from ..models import Attachment, LinkPreview
from .keeping import FOLDER, delete_files

BATCH = 500


def tidy(age: timedelta) -> int:
    """Delete files older than ``age`` that no attachment and no preview names, and return how many those were."""
    before = timezone.now() - age
    # Read before the storage is: what is stored meanwhile is too young.
    named = {name for row in Attachment.objects.only("file", "previews").iterator() for name in row.files()}
    named |= set(LinkPreview.objects.exclude(file="").values_list("file", flat=True))
    left = (name for name in _stored() if name not in named and default_storage.get_modified_time(name) < before)
    count = 0
    for names in batched(left, BATCH):
        delete_files(names)
        count += len(names)
    return count


def _stored() -> Iterator[str]:
    try:
        folders = default_storage.listdir(FOLDER)[0]
    except FileNotFoundError:
        # Nobody has sent anything yet.
        return
    for folder in folders:
        for name in default_storage.listdir(f"{FOLDER}/{folder}")[1]:
            yield f"{FOLDER}/{folder}/{name}"
