"""A mail server on a free loopback port that does to a mail what a test wants."""

import asyncio
import email
import email.policy
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

from .programs import free_port

SILENCE = "silence"


class MailServer:
    """``answers`` are given to the next mails, one each, after their last byte; then all are accepted.

    An empty answer breaks the line off instead, after the mail was taken; SILENCE takes it and never answers.
    """

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"smtp://127.0.0.1:{self.port}"
        self.answers: list[str] = []
        self.accepted: list[EmailMessage] = []
        self.seen = 0

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.seen += 1
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer in ("", SILENCE) or answer.startswith("250"):
            parsed = email.message_from_bytes(envelope.content, policy=email.policy.default)
            assert isinstance(parsed, EmailMessage)
            self.accepted.append(parsed)
        if answer == SILENCE:
            await asyncio.sleep(60)
        if not answer:
            server.transport.abort()
        return answer or "250 OK"


@contextmanager
def running_mail_server() -> Iterator[MailServer]:
    """Start a server, and stop it at the end."""
    server = MailServer()
    controller = Controller(server, hostname="127.0.0.1", port=server.port)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()
