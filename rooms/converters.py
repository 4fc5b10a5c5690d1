"""Numbers and days in addresses."""

from datetime import date

from django.urls import register_converter


class KeyConverter:
    """A number that any of our databases can hold: a longer one in an address is not found, rather than an error."""

    regex = "[0-9]{1,18}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


class DayConverter:
    """A day as 2026-01-31. One that the calendar or time zones don't know is not found."""

    regex = "(?:19|2[0-9])[0-9]{2}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date | str) -> str:
        return str(value)


register_converter(KeyConverter, "key")
register_converter(DayConverter, "day")
