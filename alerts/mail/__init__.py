"""Mails about what calls people who are away.

**What is mailed.** An alert that is to be mailed is raised with the time at which that is due (``Alert.mail_due``, ten
minutes later). Being read, or taken into a mail, takes that away, so what is due is found by a small partial index
however many alerts there are. Those who have a page open or keep quiet hours are looked at again some minutes later;
those who want no mail, or whose address isn't verified, are let go.

**Its way.** ``working.turn`` takes a step of each, again and again:

1. ``gathering`` takes what is due to a person into a new ``Digest``, which *waits*, under a lock on the person. Nobody
   gets one while another is under way, nor within a quarter of an hour of the last.
2. ``composing`` writes the mail from what is unread and still calls them at that moment. Nothing left: *nothing*.
3. ``sending`` claims the digest by one conditional UPDATE from *waiting* to *sending*, and commits, before a byte of it
   goes to the mail server; then it is *sent*. Two workers can't both have changed that row.

**Never twice is worth more than never lost.** No mail server can take a mail, and we our note of it, in one step. So
one of the two must be possible, and two mails about the same are what nobody forgives. Therefore:

- A worker that dies before 3 leaves a digest that waits: the next sends it. Nothing is lost.
- What the server refuses before it has accepted the mail is tried again, later and later (``sending.RETRY_MINUTES``),
  then given up (*refused*). While the server can't be reached at all nothing is claimed, and everything waits.
- A worker that dies between the claim and the answer, or whose line breaks there, leaves a digest of which nobody knows
  whether it was sent: it is *unsure*, is said in the log, and is not tried again. The alerts are unread in the inbox.
- The Message-ID is made of the digest's key: a repeat (by a mail server on the way) can be recognised by it.

**Why no queue from a library.** Django's ``django.tasks`` brings no backend that does anything later or elsewhere.
django-tasks-db is well kept, but stores tasks, and ours are the alerts themselves, which leave the queue by being read;
it doesn't try again, can't say "one for each person in a quarter of an hour", and its worker doesn't run inside the
server. It would be a second table to keep true.
"""
