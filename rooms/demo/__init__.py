"""The rooms that ``manage.py demo`` fills, and what is said in them: the text files beside this one."""
