import logging

from django.core.exceptions import PermissionDenied


def without_tracebacks_of_refusals(record: logging.LogRecord) -> bool:
    """Keep every record, but not the traceback of a refusal: saying no is no fault."""
    if record.exc_info and isinstance(record.exc_info[1], PermissionDenied):
        record.exc_info = None
    return True
