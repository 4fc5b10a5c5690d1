from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

# What travels in one packet travels no faster for being smaller.
ONE_PACKET = 1200


class PagesOnlyGZipMiddleware(GZipMiddleware):
    """Compresses pages, and leaves files as they are: pictures get no smaller, and a download keeps its length."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if not isinstance(response, HttpResponse) or len(response.content) <= ONE_PACKET:
            return response
        return super().process_response(request, response)
