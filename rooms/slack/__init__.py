"""Taking in what was said in Slack, from the ZIP that Slack exports.

``container`` opens the ZIP within bounds and says where it is broken, ``export`` knows what lies where in it, ``entry``
reads one thing that happened, ``text`` turns Slack's way of writing into ours, ``people`` and ``lines`` find out who
said what, and ``taking_in`` does it all, reports on the way, and writes by nothing but ``rooms.conversation``.
"""

from rooms.importing.report import Broken, Report

from .taking_in import take_in

__all__ = ["Broken", "Report", "take_in"]
