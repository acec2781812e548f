"""A webhook may lead to the internet, and to nothing inside our own network."""

import socket
from typing import Any

import pytest

from app.delivery.addresses import is_public, resolve
from app.delivery.errors import Undelivered


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.9.1",
        "0.0.0.0",
        "10.0.0.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "100.64.0.1",
        "169.254.169.254",
        "192.0.2.1",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "fd12::1",
        "fec0::1",
        "ff02::1",
        "2001:db8::1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "64:ff9b::7f00:1",
        "64:ff9b::a00:1",
        "64:ff9b:1::a00:1",
        "2002:7f00:1::",
        "2002:a9fe:a9fe::1",
        "2001:0:7f00:1::",
        "no address",
    ],
)
def test_an_address_that_is_not_of_the_internet_is_known(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "93.184.215.14", "2606:4700::1111"])
def test_an_address_of_the_internet_is_known(address: str) -> None:
    assert is_public(address)


def name_server(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    """Let every host have these addresses."""

    def found(_host: str, port: int, **_how: Any) -> list[Any]:
        if not addresses:
            raise socket.gaierror(socket.EAI_NONAME, "unknown")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in addresses]

    monkeypatch.setattr("socket.getaddrinfo", found)


def test_a_host_is_refused_when_any_of_its_addresses_is(monkeypatch: pytest.MonkeyPatch) -> None:
    name_server(monkeypatch, "1.1.1.1", "10.0.0.1")

    with pytest.raises(Undelivered, match="not on the internet"):
        resolve("hooks.example", 443, allow_private=False)
    assert resolve("hooks.example", 443, allow_private=True) == "1.1.1.1"


def test_a_host_without_an_address_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    name_server(monkeypatch)

    with pytest.raises(Undelivered, match="has no address"):
        resolve("hooks.example", 443, allow_private=True)


@pytest.mark.parametrize("host", ["127.0.0.1", "0177.0.0.1", "2130706433", "0x7f.1", "[::1]"])
def test_no_way_to_write_a_loopback_address_gets_by(host: str) -> None:
    with pytest.raises(Undelivered):
        resolve(host, 443, allow_private=False)


def test_a_host_that_no_name_can_be_is_told() -> None:
    with pytest.raises(Undelivered):
        resolve("a" * 70 + ".example", 443, allow_private=True)
