from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.responders import StaticFile
from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFilesMiddleware(WhiteNoiseMiddleware):
    """WhiteNoise that hands a file over whole.

    WhiteNoise streams a file in chunks of 4 KiB, each of which would be a visit to a thread; plain Django under ASGI
    warns of its synchronous iterator and reads all of it first. Ours are small.
    """

    @staticmethod
    def serve(static_file: StaticFile, request: HttpRequest) -> HttpResponse:
        found = static_file.get_response(request.method, request.META)
        content = b""
        if found.file is not None:
            with found.file as file:
                content = file.read()
        response = HttpResponse(content, status=int(found.status))
        # WhiteNoise knows the type of everything that has one.
        del response["Content-Type"]
        for name, value in found.headers:
            response[name] = value
        if "immutable" in response.get("Cache-Control", ""):
            # Nobody asks whether it has changed. A page takes four dozen files, and what is said of each adds up.
            del response["Last-Modified"]
        return response


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Files under names that change with their content, compressed ahead; kept for ever by browsers."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A page names two dozen files, and they don't change while a process lives.
        self.url = cache(super().url)

    def stored_name(self, name: str) -> str:
        """Return the name under which ``name`` is served. Before the first collectstatic there is none but its own:
        commands that render templates to check them, migrate among them, run before it."""
        stored: str = super().stored_name(name) if self.hashed_files else name
        return stored
