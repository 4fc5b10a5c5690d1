"""What the site says to many at once: an alert for each of them, and a banner on their pages, live and after a reload.

``sending`` raises the alerts, many at a time; ``board`` knows in each process what is up, so that pages ask for
their banner only while there is one. ``manage.py send_announcements`` sends those whose time has come.
"""
