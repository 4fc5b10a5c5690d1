"""Puts files into the storage before their message is stored, and takes them out again when nothing names them."""

import logging
import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import DatabaseError, transaction
from django.db.models import QuerySet

from ..models import Attachment, Message
from .checking import check, clean_name, digest_of
from .kinds import kind_of
from .pictures import Picture, picture_of

logger = logging.getLogger("parley.uploads")

FOLDER = "uploads"


@contextmanager
def kept(files: Sequence[UploadedFile]) -> Iterator[list[Attachment]]:
    """Give attachments, not stored yet, whose files are in the storage. Those that no message takes go at the end.

    The work with files and pictures is all done here, so that nobody waits for it under a room's lock.
    Raises ``ValidationError`` as ``checking.check`` and ``pictures.picture_of`` do, with all that is wrong.
    """
    check(files)
    attachments: list[Attachment] = []
    try:
        errors = []
        for file in files:
            try:
                attachments.append(_keep(file))
            except ValidationError as error:
                errors.append(error)
        if errors:
            raise ValidationError(errors)
        yield attachments
    except BaseException:
        # What went wrong may have gone wrong after the message was stored.
        _discard(attachments, ask=True)
        raise
    _discard([attachment for attachment in attachments if attachment.pk is None])


def attach(message: Message, attachments: Sequence[Attachment]) -> None:
    """Store the rows of ``kept``'s attachments with the message that carries them. It belongs into its transaction."""
    for attachment in attachments:
        attachment.message = message
    Attachment.objects.bulk_create(attachments)


def remove(attachments: QuerySet[Attachment]) -> None:
    """Take attachments away, and, once that has committed, their files. It belongs into the caller's transaction."""
    names = [name for attachment in attachments for name in attachment.files()]
    attachments.delete()
    if names:
        transaction.on_commit(partial(delete_files, names))


def _keep(file: UploadedFile) -> Attachment:
    name = clean_name(file.name)
    stream = file.file
    assert stream is not None
    picture = picture_of(stream, name)
    attachment = Attachment(name=name, size=file.size or 0, digest=digest_of(file))
    if picture is None:
        attachment.content_type = kind_of(stream)
        attachment.file = save(File(stream))
        return attachment
    try:
        _keep_picture(attachment, picture, stream)
    except BaseException:
        delete_files(filter(None, attachment.files()))
        raise
    return attachment


def _keep_picture(attachment: Attachment, picture: Picture, stream: object) -> None:
    attachment.name = picture.rename(attachment.name)
    attachment.content_type = picture.content_type
    attachment.width, attachment.height, attachment.moves = picture.width, picture.height, picture.moves
    if picture.content is None:
        attachment.file = save(File(stream))  # type: ignore[arg-type]
    else:
        attachment.size = len(picture.content)
        attachment.file = save(ContentFile(picture.content))
    for small in picture.previews:
        file = save(ContentFile(small.content))
        attachment.previews.append({"width": small.width, "height": small.height, "file": file})


def save(content: File, folder: str = FOLDER) -> str:
    """Store under a name that nobody can guess and that nobody's choice of words is in."""
    name = secrets.token_urlsafe(24)
    return default_storage.save(f"{folder}/{name[:2]}/{name}", content)


def _discard(attachments: Sequence[Attachment], *, ask: bool = False) -> None:
    taken: set[str] = set()
    if ask and attachments:
        try:
            files = [attachment.file.name for attachment in attachments]
            taken = set(Attachment.objects.filter(file__in=files).values_list("file", flat=True))
        except DatabaseError:
            logger.warning("%s files may be left over: the database can't say whether they are used", len(attachments))
            return
    delete_files(name for attachment in attachments if attachment.file.name not in taken for name in attachment.files())


def delete_files(names: Iterable[str]) -> None:
    for name in names:
        try:
            default_storage.delete(name)
        except Exception:
            # The message is gone already, and whoever deleted it can do nothing about the storage.
            logger.exception("%s could not be deleted", name)
