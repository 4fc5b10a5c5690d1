"""A form is read once, by Django; Twisted would read it too, uploads and all, for arguments that nobody looks at."""

from daphne.http_protocol import WebRequest


def leave_to_django() -> None:
    """Keep Daphne's requests from parsing what is posted."""
    # Twisted sets it in the constructor, which Daphne's server calls.
    WebRequest._parsePOSTFormSubmission = property(lambda _: False, lambda *_: None)
