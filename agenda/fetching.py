"""
A file behind an address that somebody typed, read with care.

Only https, and only from the open network: the name is looked up once, every address that it
has is checked, and the connection goes to the address that was checked, so that a name which
changes its mind in between leads nowhere else. Each redirection is checked again. What is too
large or too slow is given up while it comes. Proxies of the environment are not asked.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from office.numbers import file_size

LARGEST = 10 * 1024 * 1024
REDIRECTIONS = 3
SECONDS_OF_SILENCE = 15
SECONDS_IN_ALL = 60
CHUNK = 64 * 1024
MOVED = (301, 302, 303, 307, 308)
NAT64 = ipaddress.ip_network("64:ff9b::/96")
SAFE = "/%:=&?~+!$,;'@()*[]-._"


class Unreadable(ValidationError):
    """It cannot be read; the message says why, for people."""


@dataclass(frozen=True)
class Limits:
    largest: int = LARGEST
    silence: float = SECONDS_OF_SILENCE
    in_all: float = SECONDS_IN_ALL


def fetch(url, *, resolve=socket.getaddrinfo, connect=socket.create_connection, limits=None):
    """
    What stands at the address, as bytes. Raises Unreadable.

    `resolve` and `connect` are the network's own but in tests.
    """
    limits = limits or Limits()
    ends_at = time.monotonic() + limits.in_all
    for _hop in range(REDIRECTIONS + 1):
        target = Target.of(url)
        addresses = public_addresses(target, resolve)
        try:
            moved_to, content = _asked(target, addresses, connect, limits, ends_at)
        except ssl.SSLError as error:
            raise Unreadable(
                _("The certificate of %(host)s is not good.") % said(target)
            ) from error
        except TimeoutError as error:
            raise slow(target) from error
        except (OSError, http.client.HTTPException) as error:
            if time.monotonic() >= ends_at:
                raise slow(target) from error
            raise Unreadable(_("%(host)s was not reached.") % said(target)) from error
        if moved_to is None:
            return content
        url = urljoin(url, moved_to)
    raise Unreadable(_("The address leads on to another one too often."))


@dataclass(frozen=True)
class Target:
    host: str
    port: int
    path: str

    @classmethod
    def of(cls, url):
        try:
            parts = urlsplit(url)
            host = (parts.hostname or "").encode("idna").decode()
            port = parts.port or 443
        except ValueError as error:
            raise Unreadable(_("This is no address.")) from error
        if parts.scheme != "https":
            raise Unreadable(_("The address begins with https://."))
        if not host or parts.username is not None:
            raise Unreadable(_("This is no address."))
        query = f"?{parts.query}" if parts.query else ""
        return cls(host, port, quote(f"{parts.path or '/'}{query}", safe=SAFE))


def check(url):
    """Raises Unreadable for what never is read, without asking the network."""
    target = Target.of(url)
    try:
        ipaddress.ip_address(target.host)
    except ValueError:
        return
    public_addresses(target, lambda host, port, **_kind: [(None, None, None, "", (host, port))])


def said(target):
    return {"host": target.host}


def slow(target):
    return Unreadable(_("%(host)s answers too slowly.") % said(target))


def public_addresses(target, resolve):
    """The addresses of the host, all of which lie in the open network. Raises Unreadable."""
    try:
        found = resolve(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unreadable(_("There is no %(host)s in the network.") % said(target)) from error
    addresses = list(dict.fromkeys(one[4][0] for one in found))
    if not addresses or not all(map(is_public, addresses)):
        message = _("%(host)s lies in a private network: nothing is read from there.")
        raise Unreadable(message % said(target))
    return addresses


def is_public(address):
    """Whether the address is of the open network, also where it is one inside another."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if ip.version == 6:
        teredo = ip.teredo and ip.teredo[1]
        nat64 = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF) if ip in NAT64 else None
        inner = ip.ipv4_mapped or ip.sixtofour or teredo or nat64
        if inner:
            return is_public(str(inner))
        if ip.is_site_local or ip.scope_id:
            return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


class _Pinned(http.client.HTTPSConnection):
    """A connection to one address, whose certificate must be the host's."""

    def __init__(self, target, address, connect, timeout):
        super().__init__(target.host, target.port, timeout=timeout)
        self.address, self.opened = address, connect
        # Still known once the answer has taken the connection over.
        self.line = None

    def connect(self):
        self.line = raw = self.opened((self.address, self.port), self.timeout)
        try:
            self.line = self.sock = self._context.wrap_socket(raw, server_hostname=self.host)
        except BaseException:
            raw.close()
            raise


def _asked(target, addresses, connect, limits, ends_at):
    """(where it has moved, None) or (None, content), from the first address that answers."""
    last = None
    for address in addresses:
        left = ends_at - time.monotonic()
        if left <= 0:
            raise TimeoutError
        connection = _Pinned(target, address, connect, min(limits.silence, left))
        try:
            with _given_up(connection, ends_at):
                return _answer(connection, target, limits, ends_at)
        except ssl.SSLError:
            raise
        except OSError as error:
            last = error
        finally:
            connection.close()
    raise last or OSError


@contextmanager
def _given_up(connection, ends_at):
    """Cut the connection when the time is over, however slowly something still comes."""

    def cut():
        if connection.line is not None:
            with suppress(OSError):
                connection.line.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(max(ends_at - time.monotonic(), 0), cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _answer(connection, target, limits, ends_at):
    headers = {
        "Accept": "text/calendar, */*;q=0.5",
        # What comes packed could be a hundred times larger.
        "Accept-Encoding": "identity",
        "User-Agent": "relint",
        "Connection": "close",
    }
    connection.request("GET", target.path, headers=headers)
    with closing(connection.getresponse()) as response:
        return _read(response, target, limits, ends_at)


def _read(response, target, limits, ends_at):
    if response.status in MOVED and response.headers.get("Location"):
        return response.headers["Location"], None
    if response.status != http.client.OK:
        told = {"host": target.host, "status": response.status}
        raise Unreadable(_("%(host)s answers with the error %(status)s.") % told)
    if response.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise Unreadable(_("%(host)s sends it packed, which nobody asked for.") % said(target))
    if (response.length or 0) > limits.largest:
        raise too_large(limits.largest)
    return None, _content(response, limits, ends_at)


def _content(response, limits, ends_at):
    content = bytearray()
    while chunk := response.read1(CHUNK):
        content += chunk
        if len(content) > limits.largest:
            raise too_large(limits.largest)
        if time.monotonic() >= ends_at:
            break
    # A connection that was cut looks like one that has ended.
    if time.monotonic() >= ends_at:
        raise TimeoutError
    if response.length:
        raise http.client.IncompleteRead(bytes(content[:1]), response.length)
    return bytes(content)


def too_large(largest=LARGEST):
    message = _("It is larger than %(size)s: no calendar is.")
    return Unreadable(message % {"size": file_size(largest)})
