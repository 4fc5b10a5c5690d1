"""Taking in what was said elsewhere, as admins do it: by a command, or by an upload in Admin that a thread works on.

``irc`` and the package ``rooms.slack`` each know a kind of file, ``jobs`` does the work on an upload and says how far
it is, ``report`` what was taken in, what was left out, and where a file is broken.
"""
