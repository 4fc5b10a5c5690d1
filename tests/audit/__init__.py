"""Judges every page by tools that others wrote: ``make audit``. What it needs beside Chromium is in package.json."""
