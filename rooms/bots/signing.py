"""The signature of what is sent to bots, by which they know that it comes from here, and when it was sent."""

import hmac


def signature(secret: str, stamp: str, body: bytes) -> str:
    """Return ``v1=`` and the HMAC-SHA256, in hexadecimal, of the time stamp, a dot and the body."""
    return "v1=" + hmac.digest(secret.encode(), stamp.encode() + b"." + body, "sha256").hex()
