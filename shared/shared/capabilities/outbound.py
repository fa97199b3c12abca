"""
Calls to systems whose address a user typed in: never into our own network.

A name is resolved once, every address it has is checked, and the connection goes to a checked
address, so that a name that changes its mind between check and call gains nothing.
"""

import ipaddress
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from requests.auth import HTTPBasicAuth
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError
from urllib3.poolmanager import PoolManager

CONNECT_SECONDS = 5.0
READ_SECONDS = 15.0
LARGEST_ANSWER_BYTES = 1_000_000
_PORTS = {"https": 443, "http": 80}
_OUR_NAMES = ("localhost", ".localhost", ".svc", ".local", ".internal", ".cluster.local")
_TRANSLATED = [ipaddress.ip_network(each) for each in ("64:ff9b::/96", "2002::/16")]


class AddressRefused(Exception):
    """The address is none we call: another scheme or port, or within our own network."""


class Unreachable(Exception):
    """No answer, or not a whole one; whether the call arrived is not known."""


@dataclass(frozen=True)
class Answer:
    """What the other side said.  Header names are lower case."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


def check_url(url: str, *, allow_private: bool) -> None:
    """
    Refuse what can be refused without asking the name service.

    Raises:
        AddressRefused: Scheme, port, user information, or an address of our own.
    """
    if any(ord(each) <= 32 or each in "\\#" or ord(each) > 126 for each in url):
        raise AddressRefused("The address has characters that do not belong there.")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise AddressRefused("That is not an address.") from None
    if parts.scheme not in _PORTS or not host or "@" in parts.netloc:
        raise AddressRefused("The address must be https:// and a host name.")
    if allow_private:
        return
    if parts.scheme != "https" or port not in (None, _PORTS["https"]):
        raise AddressRefused("The address must use https on its usual port.")
    name = host.rstrip(".").lower()
    if name.endswith(_OUR_NAMES) or ("." not in name and ":" not in name):
        raise AddressRefused("The address is not on the public internet.")
    _check_literal(name)


def _check_literal(name: str) -> None:
    """Refuse private addresses in every spelling the system's resolver takes: 127.1, 0x7f.1 …"""
    try:
        check_address(name if ":" in name else socket.inet_ntoa(socket.inet_aton(name)))
    except (OSError, ValueError):
        return  # a name; its addresses are checked when it is called


def check_address(address: str) -> None:
    """
    Refuse an IP address that is not on the public internet.

    Raises:
        AddressRefused: Private, loopback, link-local, shared, reserved or translated.
    """
    ip: Any = ipaddress.ip_address(address.partition("%")[0])
    ip = getattr(ip, "ipv4_mapped", None) or ip
    translated = ip.version == 6 and any(ip in network for network in _TRANSLATED)
    if not ip.is_global or ip.is_multicast or translated:
        raise AddressRefused("The address is not on the public internet.")


class Outbound:
    """
    Keeps connections to one system outside.

    Args:
        allow_private: Let private addresses, plain http and other ports pass: for an ERP system
            in the same building, and for tests.
    """

    def __init__(self, *, allow_private: bool) -> None:
        self._allow_private = allow_private
        self._session = requests.Session()
        self._session.trust_env = False
        for scheme in _PORTS:
            self._session.mount(f"{scheme}://", _GuardedAdapter(allow_private=allow_private))

    def call(
        self,
        method: str,
        url: str,
        *,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
    ) -> Answer:
        """
        Make one call; redirects are not followed.

        Raises:
            AddressRefused: See ``check_url`` and ``check_address``.
            Unreachable: No whole answer within ``READ_SECONDS``, or one that is too large.
        """
        check_url(url, allow_private=self._allow_private)
        try:
            with self._session.request(
                method,
                url,
                data=body,
                headers=dict(headers or {}),
                auth=HTTPBasicAuth(auth[0].encode(), auth[1].encode()) if auth else None,
                timeout=(CONNECT_SECONDS, READ_SECONDS),
                allow_redirects=False,
                stream=True,
            ) as response:
                content = _read(response)
                names = {name.lower(): value for name, value in response.headers.items()}
                return Answer(response.status_code, content, names)
        except requests.RequestException as error:
            raise Unreachable(f"no answer: {type(error).__name__}") from error


def _read(response: requests.Response) -> bytes:
    deadline = time.monotonic() + READ_SECONDS
    content = bytearray()
    for piece in response.iter_content(65536):
        content += piece
        if len(content) > LARGEST_ANSWER_BYTES:
            raise Unreachable("the answer is too large")
        if time.monotonic() > deadline:
            raise Unreachable("the answer came too slowly")
    return bytes(content)


class _Guard:
    """Opens the socket itself, to an address that was checked."""

    allow_private = False
    _dns_host: str
    port: Any
    timeout: float | None
    socket_options: Any

    def _new_conn(self) -> socket.socket:
        try:
            found = socket.getaddrinfo(self._dns_host, self.port, type=socket.SOCK_STREAM)
            if not self.allow_private:
                for *_, address in found:
                    check_address(str(address[0]))
            return self._connect(str(found[0][4][0]))
        except TimeoutError as error:
            raise ConnectTimeoutError(self, "timed out") from error  # type: ignore[arg-type]
        except OSError as error:
            raise NewConnectionError(self, str(error)) from error  # type: ignore[arg-type]

    def _connect(self, address: str) -> socket.socket:
        connection = socket.create_connection((address, self.port), self.timeout)
        for option in self.socket_options or ():
            connection.setsockopt(*option[:3])
        return connection


class _PlainConnection(_Guard, HTTPConnection):
    pass


class _TlsConnection(_Guard, HTTPSConnection):
    pass


class _GuardedAdapter(HTTPAdapter):
    def __init__(self, *, allow_private: bool) -> None:
        self._flags = {"allow_private": allow_private}
        super().__init__()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        self.poolmanager = PoolManager(*args, **kwargs)
        plain = type("PlainConnection", (_PlainConnection,), self._flags)
        tls = type("TlsConnection", (_TlsConnection,), self._flags)
        self.poolmanager.pool_classes_by_scheme = {
            "http": type("PlainPool", (HTTPConnectionPool,), {"ConnectionCls": plain}),
            "https": type("TlsPool", (HTTPSConnectionPool,), {"ConnectionCls": tls}),
        }
