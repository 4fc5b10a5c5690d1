"""Who is here, and who is typing. Nothing of it is stored: every process says it of its own sockets, again and again.

- ``known`` holds what each process last said, and forgets a process that has fallen silent.
- ``typing`` holds who types, each for a few seconds.
- ``people`` knows what they are called.
- ``showing`` turns it into fragments.

``rooms.feed.presence`` keeps all this going: it counts, tells the other processes, and shows.
"""
