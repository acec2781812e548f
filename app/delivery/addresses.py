"""Tell addresses on the internet from those that only our own network should reach.

Whoever may add a webhook could otherwise make this server knock at doors inside its network.
"""

import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Final

from app.delivery.errors import Undelivered

Address = IPv4Address | IPv6Address

_NAT64: Final = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))


def resolve(host: str, port: int, *, allow_private: bool) -> str:
    """Return the address to connect to, and to no other, for a host.

    Raises Undelivered when there is none, and when any of the host's addresses is private,
    loopback, link-local or otherwise not of the internet, unless that is allowed.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Undelivered("The host has no address.") from None
    addresses = [str(entry[4][0]) for entry in found]
    if not addresses:
        raise Undelivered("The host has no address.")
    if not allow_private and not all(map(is_public, addresses)):
        raise Undelivered("The host's address is not on the internet.", is_final=True)
    return addresses[0]


def is_public(text: str) -> bool:
    """Tell whether an address is of the internet; one that holds another is judged by that too."""
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return False
    return all(map(_is_global, (address, *_inside(address))))


def _is_global(address: Address) -> bool:
    is_special = address.is_multicast or address.is_reserved or address.is_unspecified
    is_site = isinstance(address, IPv6Address) and address.is_site_local
    is_near = address.is_private or address.is_loopback or address.is_link_local
    return address.is_global and not (is_special or is_site or is_near)


def _inside(address: Address) -> tuple[IPv4Address, ...]:
    """Return the IPv4 addresses to which an IPv6 address may be translated."""
    if isinstance(address, IPv4Address):
        return ()
    last = IPv4Address(int(address) & 0xFFFFFFFF)
    found = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    found += [last for network in _NAT64 if address in network]
    return tuple(each for each in found if each is not None)
