"""Works on an upload in a thread of its own, and writes down how far it is, for pages of any process to show.

A process may die in the middle: the job then falls silent, and whoever looks at it can let it go on where it was.
"""

import logging
import threading
import time
from collections.abc import Iterator
from datetime import date
from typing import IO, Any

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import connections, transaction
from django.db.models import Q
from django.utils import timezone

from rooms import audit, slack

from ..models import ImportJob
from ..models.import_job import SILENCE, UNDER_WAY
from ..uploads.keeping import delete_files, save
from . import irc
from .report import Broken, Report

logger = logging.getLogger("parley.imports")

FOLDER = "imports"
# How often a job is written down; pages ask about as often.
SECONDS = 0.5
State = ImportJob.State
# One after the other: they would only wait for each other's locks.
_turn = threading.Lock()


def keep(upload: File) -> str:
    """Put an upload into the storage until its import is done, and return its name there."""
    return save(upload, FOLDER)


def start(pk: int) -> None:
    """Work on a job, new or interrupted, in a thread of its own."""
    threading.Thread(target=_run_and_close, args=(pk,), name=f"import-{pk}", daemon=True).start()


def _run_and_close(pk: int) -> None:
    try:
        while not _turn.acquire(timeout=SILENCE.total_seconds() / 4):
            # Not dead: its turn comes.
            ImportJob.objects.filter(pk=pk, state=State.WAITING).update(heard=timezone.now())
        try:
            run(pk)
        finally:
            _turn.release()
    finally:
        connections.close_all()


def run(pk: int) -> None:
    """Work on a job until it is done or can't go on; does nothing for one that is done or that another works on."""
    now = timezone.now()
    may = Q(state__in=[State.WAITING, State.FAILED]) | Q(state__in=UNDER_WAY, heard__lt=now - SILENCE)
    begun = {"state": State.CHECKING, "heard": now, "error": "", "done": 0, "total": 0, "finished": None}
    if not ImportJob.objects.filter(may, pk=pk).exclude(file="").update(**begun):
        return
    job = ImportJob.objects.get(pk=pk)
    try:
        with default_storage.open(job.file) as file:
            report = _take_in(job, file)
    except Broken as broken:
        _end(job, State.BROKEN, error=str(broken))
    except Exception as error:
        logger.exception("import %s stopped", pk)
        # Not its text: that may hold what somebody said.
        ImportJob.objects.filter(pk=pk).update(state=State.FAILED, error=type(error).__name__, heard=timezone.now())
    else:
        with transaction.atomic():
            after = {"name": job.name, "messages": report.taken_in["added"]}
            audit.record("site.import", by=job.started_by, after=after)
        _end(job, State.DONE, report=report.as_data(), done=job.total, total=job.total)


def remove(job: ImportJob) -> None:
    """Forget a job, with its file; what it has taken in stays."""
    name = job.file
    job.delete()
    if name:
        delete_files([name])


def _end(job: ImportJob, state: str, **more: Any) -> None:
    now = timezone.now()
    ImportJob.objects.filter(pk=job.pk).update(state=state, file="", heard=now, finished=now, **more)
    delete_files([job.file])


def _take_in(job: ImportJob, file: File) -> Report:
    told = _Told(job)
    stream: IO[bytes] = file
    if job.source == ImportJob.Source.SLACK:
        trust = bool(job.options.get("trust_addresses"))
        return slack.take_in(stream, job.name, trust_addresses=trust, progress=told)
    size = file.size or 1
    day = date.fromisoformat(job.options["day"])
    return irc.take_in(_counted(stream, told, size), job.options["room"], day)


def _counted(lines: IO[bytes], told: "_Told", size: int) -> Iterator[bytes]:
    done = 0
    for line in lines:
        done += len(line)
        told(done, size)
        yield line


class _Told:
    """Writes down how far a job is, now and then."""

    def __init__(self, job: ImportJob) -> None:
        self._job = job
        self._last = 0.0

    def __call__(self, done: int, total: int) -> None:
        self._job.done, self._job.total = done, total
        if time.monotonic() - self._last < SECONDS:
            return
        self._last = time.monotonic()
        state = State.RUNNING if total else State.CHECKING
        ImportJob.objects.filter(pk=self._job.pk).update(state=state, done=done, total=total, heard=timezone.now())
