"""Where the server goes for a link, and where it never does."""

import time

import pytest

from rooms.previews.addresses import is_public
from rooms.previews.guard import Guard, Refused

PUBLIC = ["1.1.1.1", "8.8.8.8", "93.184.216.34", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a00:1450:4001::64"]
# Beside each, what it is.
SPECIAL = [
    ("0.0.0.0", "this network"),
    ("0.1.2.3", "this network"),
    ("10.0.0.1", "private"),
    ("100.64.0.1", "carriers"),
    ("100.100.100.200", "a cloud's metadata"),
    ("127.0.0.1", "this machine"),
    ("127.255.255.254", "this machine"),
    ("168.63.129.16", "a cloud's configuration"),
    ("169.254.169.254", "clouds' metadata"),
    ("172.16.0.1", "private"),
    ("172.31.255.255", "private"),
    ("192.0.0.192", "a cloud's metadata"),
    ("192.0.2.1", "documentation"),
    ("192.88.99.1", "6to4 relays"),
    ("192.168.1.1", "private"),
    ("198.18.0.1", "measurements"),
    ("198.51.100.1", "documentation"),
    ("203.0.113.1", "documentation"),
    ("224.0.0.1", "groups"),
    ("239.255.255.250", "groups"),
    ("240.0.0.1", "reserved"),
    ("255.255.255.255", "broadcast"),
    ("::", "nothing"),
    ("::1", "this machine"),
    ("::127.0.0.1", "IPv4, compatible"),
    ("::ffff:127.0.0.1", "IPv4, mapped"),
    ("::ffff:8.8.8.8", "IPv4, mapped"),
    ("::ffff:0:127.0.0.1", "IPv4, translated"),
    ("64:ff9b::127.0.0.1", "NAT64"),
    ("64:ff9b:1::1", "NAT64, local"),
    ("100::1", "discarded"),
    ("2001::1", "Teredo"),
    ("2001:0:4136:e378:8000:63bf:3fff:fdd2", "Teredo"),
    ("2001:20::1", "ORCHID"),
    ("2001:db8::1", "documentation"),
    ("2002:7f00:1::", "6to4 to this machine"),
    ("2002:808:808::1", "6to4"),
    ("3fff::1", "documentation"),
    ("5f00::1", "segment routing"),
    ("fc00::1", "private"),
    ("fd00:ec2::254", "a cloud's metadata"),
    ("fe80::1", "this wire"),
    ("fe80::1%eth0", "this wire"),
    ("2606:4700::1%eth0", "a wire"),
    ("fec0::1", "site"),
    ("ff02::1", "groups"),
    ("localhost", "no address"),
    ("1.2.3", "no address"),
    ("", "no address"),
]


@pytest.mark.parametrize("address", PUBLIC)
def test_the_open_internet_is_open(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(("address", "what"), SPECIAL)
def test_everything_else_is_not(address: str, what: str) -> None:
    assert not is_public(address), what


def soon() -> float:
    return time.monotonic() + 2


def test_what_a_name_means_is_looked_up_once_and_kept() -> None:
    answers = [["93.184.216.34", "10.0.0.1", "2606:4700::1111"], ["127.0.0.1"]]
    place = Guard(resolve=lambda host: answers.pop(0)).look_up("https://news.example/a?b=c#d", soon())
    assert place.addresses == ["93.184.216.34", "2606:4700::1111"]
    assert (place.port, place.netloc, place.target) == (443, "news.example", "/a?b=c")
    assert len(answers) == 1


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("ftp://news.example/", "neither http"),
        ("file:///etc/passwd", "neither http"),
        ("gopher://news.example/", "neither http"),
        ("//news.example/", "neither http"),
        ("javascript:alert(1)", "neither http"),
        ("http://alice@news.example/", "password"),
        ("http://alice:secret@news.example/", "password"),
        ("http://@news.example/", "password"),
        ("http://news.example:22/", "another port"),
        ("http://news.example:8000/", "another port"),
        ("http://news.example:0/", "another port"),
        ("http://news.example:99999/", "not an address"),
        ("http://news.example:x/", "not an address"),
        ("http://[::1/", "not an address"),
        ("http:///path", "no host"),
        ("http://", "no host"),
        ("http://news.example\r\nHost: other/", "not an address"),
        ("http://news.example/a b", "not an address"),
        ("http://news.example\\@127.0.0.1/", "not an address"),
        ("http://a..b.ü/", "not an address"),
        ("http://news%2eexample/", "no host"),
        ("http://news.example/" + "a" * 2000, "not an address"),
    ],
)
def test_what_is_no_plain_web_address_is_refused_before_anybody_is_asked(url: str, why: str) -> None:
    def never(host: str) -> list[str]:
        raise AssertionError(f"{host} was looked up")

    with pytest.raises(Refused, match=why):
        Guard(resolve=never).look_up(url, soon())


@pytest.mark.parametrize(
    "host",
    ["localhost", "127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0", "[::1]", "[::ffff:127.0.0.1]"],
)
def test_this_machine_is_refused_however_it_is_written(host: str) -> None:
    with pytest.raises(Refused, match="open internet"):
        Guard().look_up(f"http://{host}/", soon())


def test_a_name_that_nobody_knows_is_no_surprise() -> None:
    def unknown(host: str) -> list[str]:
        raise UnicodeError("label too long")

    with pytest.raises(OSError, match="unknown host"):
        Guard(resolve=unknown).look_up("http://news.example/", soon())


def test_a_name_that_takes_too_long_is_given_up() -> None:
    def slow(host: str) -> list[str]:
        time.sleep(3)
        return ["93.184.216.34"]

    began = time.monotonic()
    with pytest.raises(TimeoutError):
        Guard(resolve=slow).look_up("http://news.example/", time.monotonic() + 0.2)
    assert time.monotonic() - began < 1


def test_other_letters_are_written_as_the_web_does() -> None:
    place = Guard(resolve=lambda host: ["8.8.8.8"]).look_up("http://bücher.example/ä?q=ö", soon())
    assert (place.host, place.target) == ("xn--bcher-kva.example", "/%C3%A4?q=%C3%B6")
