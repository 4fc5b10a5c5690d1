"""Which addresses are on the open internet. Everything else may be somebody's router, or a cloud's keys."""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

# As IANA's registry of special addresses has them: Python's own idea of it differs from version to version.
SPECIAL_4 = [
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # carriers' own, and some clouds' metadata
        "127.0.0.0/8",  # this machine
        "168.63.129.16/32",  # what machines in one large cloud get their configuration from
        "169.254.0.0/16",  # this wire, and most clouds' metadata
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocols
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # relays to IPv6
        "192.168.0.0/16",  # private
        "198.18.0.0/15",  # measurements
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # groups
        "240.0.0.0/4",  # reserved, and broadcast
    )
]
# What is not given out globally is not in here: loopback, private, link-local, groups, addresses of IPv4 in IPv6
# (mapped, compatible, translated by NAT64).
GLOBAL_6 = IPv6Network("2000::/3")
SPECIAL_6 = [
    IPv6Network(network)
    for network in (
        "2001::/23",  # protocols; Teredo, which leads to any IPv4 address, is among them
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4, which leads to any IPv4 address
        "3fff::/20",  # documentation
    )
]


def is_public(text: str) -> bool:
    """Return whether an address, as text, is one that anybody on the internet could reach. Nonsense is not."""
    try:
        address: IPv4Address | IPv6Address = ip_address(text)
    except ValueError:
        return False
    if isinstance(address, IPv4Address):
        return not any(address in network for network in SPECIAL_4)
    # With a zone ("%eth0") it is for one wire.
    return address.scope_id is None and address in GLOBAL_6 and not any(address in network for network in SPECIAL_6)
