import signal
import threading
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from alerts.mail.sending import ServerAway
from alerts.mail.working import turn
from rooms import away
from rooms.chores import Chores
from rooms.presence.asking import here_now

ENDS = {signal.SIGTERM, signal.SIGINT}


class Command(BaseCommand):
    help = (
        "Mails people what calls them while they are away, sends announcements whose time has come and deletes what "
        "rooms no longer keep, until SIGTERM or Ctrl+C. Any number may run; nothing is sent twice. Without REDIS_URL "
        "the server does it by itself, and this only waits."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what is due now, and end")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            Chores()()
            try:
                while turn(here_now):
                    pass
            except ServerAway as error:
                raise CommandError(f"The mail server can't be reached: {error}") from error
            return
        # Waited for and not handled: a handler would run in the middle of what it is to end.
        signal.pthread_sigmask(signal.SIG_BLOCK, ENDS)
        if settings.WORKER_IN_SERVER:
            # Whoever starts all that the Procfile names takes the end of one for a failure.
            self.stdout.write("The server mails by itself (WORKER_IN_SERVER): there is nothing to do here.")
            signal.sigwait(ENDS)
            return
        worker = away.worker()
        thread = threading.Thread(target=worker.run, name="mail")
        thread.start()
        self.stdout.write("Mailing what calls people while they are away.")
        signal.sigwait(ENDS)
        # The mail that is being handed over is finished.
        worker.stop()
        thread.join()
