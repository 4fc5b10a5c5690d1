import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from rooms import uploads

from .files import PDF, empty_storage, picture, sent, stored_files  # noqa: F401


def refusals_of(*files: UploadedFile) -> list[str]:
    with pytest.raises(ValidationError) as refusal, uploads.kept(files):
        pytest.fail("it was taken")
    assert stored_files() == []
    return refusal.value.messages


def test_too_large_files_are_refused_by_name(db: None, settings) -> None:
    settings.UPLOAD_MAX_BYTES = 1000
    small, large = sent("small.pdf", PDF), sent("large.pdf", PDF * 50)
    assert refusals_of(small, large) == ["“large.pdf” is too large: it has 1.1\xa0KB, and the most is 1000\xa0bytes."]


def test_empty_files_are_refused_by_name(db: None) -> None:
    assert refusals_of(sent("nothing.txt", b""), sent("a.pdf", PDF)) == ["“nothing.txt” is empty."]


def test_too_many_files_are_refused(db: None, settings) -> None:
    settings.UPLOAD_MAX_FILES = 2
    files = [sent(f"{number}.pdf", PDF) for number in range(3)]
    assert refusals_of(*files) == ["These are 3 files. The most that one message can carry is 2."]


def test_every_broken_picture_is_named(db: None) -> None:
    broken = picture()[:60]
    assert refusals_of(sent("one.png", broken), sent("good.png", picture()), sent("two.png", broken)) == [
        "“one.png” is a picture that can't be read.",
        "“two.png” is a picture that can't be read.",
    ]
