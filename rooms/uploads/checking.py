"""Whether files may be sent at all, and which files they are."""

import unicodedata
from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import PurePosixPath

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from accounts.models import User

from ..models import Message

NAME_LENGTH = 200


def check(files: Sequence[UploadedFile]) -> None:
    """Hold files against the settings of uploads.

    Raises ``ValidationError`` with every refusal, each naming its file; their codes are ``too_many``, ``too_large`` and
    ``empty_file``.
    """
    errors = []
    if len(files) > settings.UPLOAD_MAX_FILES:
        errors.append(
            ValidationError(
                _("These are %(count)s files. The most that one message can carry is %(limit)s."),
                code="too_many",
                params={"count": len(files), "limit": settings.UPLOAD_MAX_FILES},
            )
        )
    for file in files:
        params = {"name": clean_name(file.name), "limit": filesizeformat(settings.UPLOAD_MAX_BYTES)}
        if not file.size:
            errors.append(ValidationError(_("“%(name)s” is empty."), code="empty_file", params=params))
        elif file.size > settings.UPLOAD_MAX_BYTES:
            params["size"] = filesizeformat(file.size)
            text = _("“%(name)s” is too large: it has %(size)s, and the most is %(limit)s.")
            errors.append(ValidationError(text, code="too_large", params=params))
    if errors:
        raise ValidationError(errors)


def clean_name(name: str | None) -> str:
    """Return the name to show: without folders, and without characters that hide how it ends."""
    name = "".join(c for c in name or "" if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
    name = name.replace("\\", "/").rpartition("/")[2].strip()
    end = PurePosixPath(name).suffix[:20]
    return name if len(name) <= NAME_LENGTH else name[: NAME_LENGTH - len(end)] + end


def digest_of(file: UploadedFile) -> str:
    """Return what tells a file from others, by its name and its content."""
    digest = sha256(clean_name(file.name).encode())
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()[:32]


def together(digests: Iterable[str]) -> str:
    """Return what tells several files from others, by their digests; an empty text for none."""
    digests = list(digests)
    return sha256(" ".join(digests).encode()).hexdigest()[:32] if digests else ""


def not_sent_before(files: list[UploadedFile], author: User, nonce: str, body: str) -> list[UploadedFile]:
    """Leave the files out where a composer has sent them already, with another text than ``body``.

    A composer that is typed over while its files are on their way sends them again with what was typed: they belong to
    what they were sent with first.
    """
    if not files:
        return files
    sent = Message.objects.filter(author=author, nonce=nonce).exclude(body=body)
    return [] if sent.filter(files_digest=together(map(digest_of, files))).exists() else files
