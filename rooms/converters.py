"""Numbers in addresses."""

from django.urls import register_converter


class KeyConverter:
    """A number that any of our databases can hold: a longer one in an address is not found, rather than an error."""

    regex = "[0-9]{1,18}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(KeyConverter, "key")
