"""What is read from an address that somebody typed: from the open network, and not too much."""

import socket
import ssl
import threading
from contextlib import contextmanager, suppress

import pytest

from agenda import fetching
from agenda.fetching import Limits, Unreadable

PUBLIC = "93.184.215.14"


class Network:
    """A network of our own: what each name is, and what each address answers."""

    def __init__(self, names, answers):
        self.names, self.answers, self.called = names, list(answers), []

    def resolve(self, host, port, **_kind):
        if host not in self.names:
            raise socket.gaierror
        return [(0, 0, 0, "", (address, port)) for address in self.names[host]]

    def connect(self, address, timeout):
        self.called.append(address)
        ours, theirs = socket.socketpair()
        ours.settimeout(timeout)
        answer = self.answers.pop(0)
        threading.Thread(target=served, args=(theirs, answer), daemon=True).start()
        return ours


def served(sock, answer):
    """Read what is asked, and answer it: with bytes, or with what a function sends."""
    with sock, suppress(OSError):
        while not sock.recv(65536).endswith(b"\r\n\r\n"):
            pass
        if callable(answer):
            answer(sock)
        else:
            sock.sendall(answer)


@pytest.fixture(autouse=True)
def without_ciphers(monkeypatch):
    """The certificate is the library's to check; here the bytes go as they are."""
    monkeypatch.setattr(ssl.SSLContext, "wrap_socket", lambda _self, sock, **_kind: sock)


def ok(body=b"BEGIN:VCALENDAR", head=b""):
    return b"HTTP/1.1 200 OK\r\n" + head + b"\r\n" + body


def moved(to):
    return f"HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n".encode()


def fetch(url, *answers, limits=None, **names):
    network = Network({"example.org": [PUBLIC], **names}, answers)
    content = fetching.fetch(
        url, resolve=network.resolve, connect=network.connect, limits=limits or Limits()
    )
    return content, network.called


def refused(url, *answers, **options):
    with pytest.raises(Unreadable) as caught:
        fetch(url, *answers, **options)
    return caught.value.messages[0]


def test_the_connection_goes_to_the_address_that_was_checked():
    content, called = fetch("https://example.org/cal.ics?a=è", ok())

    assert (content, called) == (b"BEGIN:VCALENDAR", [(PUBLIC, 443)])


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/",
        "ftp://example.org/",
        "file:///etc/passwd",
        "https://",
        "https://user:secret@example.org/",
        "https://example.org:port/",
        "https://[::1/",
        "https://exa mple.org\r\nX: y/",
    ],
)
def test_what_is_no_https_address_is_refused_before_anything_is_asked(url):
    assert refused(url)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104 (that is the point)
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "fec0::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "2001:db8::1",
    ],
)
def test_no_private_address_is_asked_whatever_it_is_called(address):
    told = refused("https://inside.example.org/", **{"inside.example.org": [address]})
    assert told == "inside.example.org lies in a private network: nothing is read from there."
    # One good address beside it changes nothing.
    assert told == refused(
        "https://inside.example.org/", **{"inside.example.org": [PUBLIC, address]}
    )


@pytest.mark.parametrize("address", [PUBLIC, "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_addresses_of_the_open_network_are_asked(address):
    assert fetching.is_public(address)


def test_numbers_instead_of_a_name_are_checked_as_well():
    told = refused("https://[::1]/", **{"::1": ["::1"]})

    assert told == "::1 lies in a private network: nothing is read from there."


def test_a_redirection_is_followed_and_checked_again():
    content, called = fetch(
        "https://example.org/",
        moved("https://other.example.org/x"),
        ok(),
        **{"other.example.org": ["93.184.215.15"]},
    )
    assert (content, [one[0] for one in called]) == (b"BEGIN:VCALENDAR", [PUBLIC, "93.184.215.15"])

    inside = {"inside.example.org": ["127.0.0.1"]}
    assert "private network" in refused(
        "https://example.org/", moved("https://inside.example.org/"), **inside
    )
    assert refused("https://example.org/", moved("http://example.org/")) == (
        "The address begins with https://."
    )
    assert refused("https://example.org/", *[moved("/again")] * 4) == (
        "The address leads on to another one too often."
    )


def test_a_name_that_nobody_has_is_told():
    assert (
        refused("https://nobody.example.org/") == "There is no nobody.example.org in the network."
    )


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (b"HTTP/1.1 404 Not Found\r\n\r\n", "example.org answers with the error 404."),
        (ok(head=b"Content-Encoding: gzip\r\n"), "example.org sends it packed"),
        (ok(head=b"Content-Length: 500\r\n"), "example.org was not reached."),
        (b"SSH-2.0-server\r\n", "example.org was not reached."),
        (b"", "example.org was not reached."),
    ],
)
def test_an_answer_that_is_no_file_is_told(answer, told):
    assert refused("https://example.org/", answer).startswith(told)


def test_fifty_megabytes_are_refused_before_they_are_read():
    head = b"Content-Length: 52428800\r\n"

    assert refused("https://example.org/", ok(head=head)) == (
        "It is larger than 10 MB: no calendar is."
    )


def test_what_does_not_say_how_large_it_is_is_given_up_on_the_way():
    sent = []

    def endless(sock):
        sock.sendall(ok())
        for _chunk in range(800):
            sock.sendall(b"x" * 65536)
            sent.append(65536)

    assert refused("https://example.org/", endless) == "It is larger than 10 MB: no calendar is."
    assert sum(sent) < 12 * 1024 * 1024


@pytest.mark.parametrize("begun", [b"HTTP/1.1 200 OK\r\nX: ", ok()], ids=["head", "body"])
def test_what_comes_drop_by_drop_is_given_up(begun):
    import time

    def slowly(sock):
        sock.sendall(begun)
        for _drop in range(100):
            time.sleep(0.05)
            sock.sendall(b"x")

    began = time.monotonic()
    told = refused("https://example.org/", slowly, limits=Limits(in_all=0.3))

    assert told == "example.org answers too slowly."
    assert time.monotonic() - began < 2


def test_silence_is_given_up():
    def silent(sock):
        sock.recv(1)

    told = refused("https://example.org/", silent, limits=Limits(silence=0.2))

    assert told == "example.org answers too slowly."


@contextmanager
def real_server(answer):
    """A server of this machine, over real sockets."""
    server = socket.create_server(("127.0.0.1", 0))

    def accept():
        sock, _address = server.accept()
        served(sock, answer)

    threading.Thread(target=accept, daemon=True).start()
    with server:
        yield server.getsockname()


def test_over_real_sockets_it_is_the_same():
    with real_server(ok(b"x" * 1000)) as there:
        content = fetching.fetch(
            "https://example.org/",
            resolve=lambda _host, port, **_kind: [(0, 0, 0, "", (PUBLIC, port))],
            connect=lambda _address, timeout: socket.create_connection(there, timeout),
        )

    assert content == b"x" * 1000
