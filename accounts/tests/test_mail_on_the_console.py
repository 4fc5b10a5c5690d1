from io import StringIO

from django.core.mail import EmailMessage

from accounts.mail import ReadableConsoleBackend


def test_a_long_link_is_printed_whole() -> None:
    link = "http://127.0.0.1:8000/accounts/password/reset/key/" + "a1-" * 40
    console = StringIO()
    mail = EmailMessage("Grüße", f"Follow this: {link}", "parley@localhost", ["alice@example.com"])
    ReadableConsoleBackend(stream=console).send_messages([mail])
    printed = console.getvalue()
    assert link in printed
    assert "Subject: Grüße" in printed
    assert "alice@example.com" in printed
