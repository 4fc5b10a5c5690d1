from django.core.mail import EmailMessage
from django.core.mail.backends.console import EmailBackend as ConsoleBackend


class ReadableConsoleBackend(ConsoleBackend):
    """Prints mail as a person reads it.

    Django prints what would be sent, where a long link, the one of a password reset for example, is broken by the
    encoding and can't be copied.
    """

    def write_message(self, message: EmailMessage) -> None:
        self.stream.write(f"To: {', '.join(message.recipients())}\nSubject: {message.subject}\n\n{message.body}\n")
        self.stream.write("-" * 79 + "\n")
