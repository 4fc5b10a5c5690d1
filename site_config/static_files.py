from django.http import HttpRequest, HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.responders import StaticFile


class StaticFilesMiddleware(WhiteNoiseMiddleware):
    """WhiteNoise for ASGI: hands a file over whole.

    WhiteNoise streams files from a synchronous iterator, which Django under ASGI warns of and then reads whole anyway.
    Ours are small.
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
        return response
