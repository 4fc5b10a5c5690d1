"""How programs are let in and answered: JSON in, JSON out, and every refusal says what is wrong and where."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from .. import access

# What a refusal of the conversation is over HTTP; everything else is 422.
STATUSES = {"too_fast": 429, "archived": 403, "blocked": 403, "gone": 410, "key_reused": 409}
STATUSES |= {"slow": 429, "muted": 403, "locked": 403, "held": 202}
FIELDS = {"empty": "text", "too_long": "text", "key_reused": "key", "gone": "reply_to"}
RETRY_SECONDS = 1


class Refusal(Exception):
    """Why a request is not answered: a status of HTTP, a code for programs, words for people, and a field or none."""

    def __init__(self, status: int, code: str, message: str, field: str = "") -> None:
        super().__init__(message)
        self.status, self.code, self.message, self.field = status, code, message, field

    @property
    def answer(self) -> JsonResponse:
        about: dict[str, Any] = {"status": self.status, "code": self.code, "message": self.message}
        if self.field:
            about["field"] = self.field
        answer = JsonResponse({"error": about}, status=self.status)
        # Django would write the address into its log, which may be a webhook's.
        answer._has_been_logged = True  # type: ignore[attr-defined]
        if self.status == 429:
            answer["Retry-After"] = str(RETRY_SECONDS)
        if self.status == 401:
            answer["WWW-Authenticate"] = "Bearer"
        return answer


def for_programs(*methods: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Take these methods only, and answer every refusal of the view as JSON.

    Whoever asks shows a token in the request, which no page of another site can: there is no form to forge, and
    a browser's session counts for nothing.
    """

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @csrf_exempt
        @never_cache
        @wraps(view)
        def answered(request: HttpRequest, **places: Any) -> HttpResponse:
            if request.method not in methods:
                answer = Refusal(405, "method_not_allowed", _("This address takes other methods.")).answer
                answer["Allow"] = ", ".join(methods)
                return answer
            try:
                return view(request, **places)
            except Exception as error:
                refusal = _refusal_of(error)
                if refusal is None:
                    raise
                return refusal.answer

        return answered

    return decorate


def _refusal_of(error: Exception) -> Refusal | None:
    match error:
        case Refusal():
            return error
        case access.NotAMember():
            return Refusal(403, "not_a_member", _("Not a member of this room."))
        case access.MayNot() | access.MayNotHere():
            return Refusal(403, "may_not", error.reason)
        case PermissionDenied():
            return Refusal(403, "may_not", _("That is not allowed."))
        case Http404():
            return Refusal(404, "not_found", _("There is nothing here."))
        case ValidationError():
            return _refusal_of_conversation(error)
    return None


def _refusal_of_conversation(error: ValidationError) -> Refusal:
    code = str(getattr(error, "code", None) or "invalid")
    return Refusal(STATUSES.get(code, 422), code, " ".join(error.messages), FIELDS.get(code, ""))


def content_of(request: HttpRequest) -> dict[str, Any]:
    """Return the object of JSON that was sent. Raises ``Refusal``."""
    try:
        body = request.body
    except RequestDataTooBig:
        raise Refusal(413, "too_large", _("That is too much.")) from None
    return parsed(body)


def parsed(body: bytes | str) -> dict[str, Any]:
    """Return the object that a text of JSON is. Raises ``Refusal``."""
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, dict):
        raise Refusal(400, "bad_json", _("Send an object of JSON."))
    return content


def text_in(content: dict[str, Any], field: str = "text") -> str:
    """Return the text of a field. Raises ``Refusal``."""
    if field not in content:
        raise Refusal(422, "required", _("This is missing."), field)
    text = content[field]
    if not isinstance(text, str) or "\0" in text:
        raise Refusal(422, "not_text", _("This must be text."), field)
    return text
