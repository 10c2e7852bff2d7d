"""Where a webhook may go: names are resolved here, and what is connected to is the address that was looked at."""

import asyncio
import socket
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

Address = IPv4Address | IPv6Address
CARRYING = (ip_network("64:ff9b::/96"), ip_network("64:ff9b:1::/48"), ip_network("2002::/16"), ip_network("2001::/32"))
"""IPv6 that only wraps an IPv4 address: another way to say 127.0.0.1."""
LONGEST_URL = 500


class BadAddress(Exception):
    """Nothing is sent there. The text is for an administrator, in Chinese."""


class Reach(StrEnum):
    """How far webhooks may go."""

    PUBLIC = "public"
    PRIVATE = "private"
    """Also to an intranet."""
    LOOPBACK = "loopback"
    """Also to this machine, without TLS: for a demo."""


@dataclass(frozen=True, slots=True)
class Target:
    host: str
    port: int
    secure: bool


def target_of(url: str, reach: Reach) -> Target:
    """Raises BadAddress for what is no address, or not https."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise BadAddress("网址写得不对") from None
    if len(url) > LONGEST_URL or parts.scheme not in {"http", "https"} or not parts.hostname or parts.username:
        raise BadAddress("要写完整网址，以 https:// 开头，不带用户名密码")
    secure = parts.scheme == "https"
    if not secure and not (reach is Reach.LOOPBACK and is_loopback(parts.hostname)):
        raise BadAddress("只能用 https（演示时发到本机的除外）")
    return Target(parts.hostname, port or (443 if secure else 80), secure)


def is_loopback(host: str) -> bool:
    """This machine, by name or address, without asking anybody."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def is_allowed(address: Address, reach: Reach) -> bool:
    """Link-local addresses, where clouds keep their secrets, never."""
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        return is_allowed(address.ipv4_mapped, reach)
    if address.is_loopback:
        return reach is Reach.LOOPBACK
    if address.is_link_local or address.is_multicast or address.is_unspecified or address.is_reserved:
        return False
    if any(address in net for net in CARRYING if net.version == address.version):
        return False
    return address.is_global or (address.is_private and reach is not Reach.PUBLIC)


async def resolved(target: Target, reach: Reach) -> str:
    """One address of the host. Raises BadAddress unless every one of them is allowed; OSError where there is none."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    addresses = [ip_address(str(info[4][0]).partition("%")[0]) for info in found]
    if not addresses or not all(is_allowed(one, reach) for one in addresses):
        raise BadAddress("网址指向内网或本机，不发（MINHU_WEBHOOKS_TO 可以放开内网）")
    return str(addresses[0])
