"""Addresses typed by users never lead into our own network."""

import http.server
import socket
import threading

import pytest
from shared.capabilities import outbound
from shared.capabilities.outbound import AddressRefused, Outbound, Unreachable, check_url

_OURS = [
    "https://127.0.0.1/",
    "https://127.1/",
    "https://0x7f.1/",
    "https://2130706433/",
    "https://0/",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[fe80::1]/",
    "https://[fc00::1]/",
    "https://[64:ff9b::7f00:1]/",
    "https://10.0.0.1/",
    "https://172.16.0.1/",
    "https://192.168.0.1/",
    "https://169.254.169.254/",
    "https://100.64.0.1/",
    "https://localhost/",
    "https://localhost./",
    "https://crm.default.svc/",
    "https://crm/",
]


@pytest.mark.parametrize("url", _OURS)
def test_addresses_of_our_own_are_refused_in_every_spelling(url):
    with pytest.raises(AddressRefused):
        check_url(url, allow_private=False)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/",
        "https://example.com:5432/",
        "https://good@evil.example/",
        "https://example.com\\@evil.example/",
        "https://example.com#@evil.example/",
        "https://exаmple.com/",  # the third letter is Cyrillic
        "file:///etc/passwd",
        "gopher://example.com/",
        "https://",
        "example.com",
        "https://example.com:99999999/",
    ],
)
def test_anything_but_a_plain_https_address_is_refused(url):
    with pytest.raises(AddressRefused):
        check_url(url, allow_private=False)


def test_a_public_address_passes():
    check_url("https://caldav.example.com/calendars/anna/", allow_private=False)


def test_a_name_that_resolves_to_one_private_address_is_refused_at_the_call(monkeypatch):
    def resolve(*_: object, **__: object) -> list:
        kinds = (socket.AF_INET, socket.SOCK_STREAM, 6, "")
        return [(*kinds, ("93.184.216.34", 443)), (*kinds, ("10.0.0.7", 443))]

    monkeypatch.setattr(outbound.socket, "getaddrinfo", resolve)

    with pytest.raises(AddressRefused):
        Outbound(allow_private=False).call("GET", "https://rebinding.example/")


@pytest.fixture
def server():
    class Answers(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/redirect":
                self.send_response(302)
                self.send_header("Location", "http://169.254.169.254/")
                self.end_headers()
            else:
                self.send_response(200)
                self.end_headers()
                self.wfile.write(b"x" * (outbound.LARGEST_ANSWER_BYTES + 1))

        def log_message(self, *_: object) -> None:
            """Stay silent."""

    running = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{running.server_port}"
    running.shutdown()
    running.server_close()


def test_redirects_are_not_followed(server):
    assert Outbound(allow_private=True).call("GET", f"{server}/redirect").status == 302


def test_an_answer_that_is_too_large_is_dropped(server):
    with pytest.raises(Unreachable, match="too large"):
        Outbound(allow_private=True).call("GET", f"{server}/large")


def test_a_port_nobody_listens_on_is_unreachable():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        with pytest.raises(Unreachable):
            Outbound(allow_private=True).call("GET", f"http://127.0.0.1:{probe.getsockname()[1]}/")
