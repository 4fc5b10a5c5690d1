"""Django Admin as Parley's: its name and icon, its order of things, and what is going on on the first page."""

from .apps import ParleyAdminConfig

__all__ = ["ParleyAdminConfig"]
