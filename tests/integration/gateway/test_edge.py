"""The HTTP server itself: what comes before and beside the application."""

import json
import socket
import urllib.request

import pytest
import requests


def raw(street, request: bytes) -> bytes:
    """Send bytes and read until the server closes or answers."""
    host, _, port = street.url.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        connection.sendall(request)
        connection.settimeout(10)
        answer = b""
        while b"\r\n\r\n" not in answer and (part := connection.recv(65536)):
            answer += part
        head, _, body = answer.partition(b"\r\n\r\n")
        length = next(
            int(line.partition(b":")[2])
            for line in head.split(b"\r\n")
            if line.lower().startswith(b"content-length")
        )
        while len(body) < length and (part := connection.recv(65536)):
            body += part
        return head + b"\r\n\r\n" + body


LOGIN = b"POST /api/v1/auth/login HTTP/1.1\r\nHost: a\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n"
UNREADABLE = {
    "no request": (b"GARBAGE\r\n\r\n", 400),
    "unknown version": (b"GET / HTTP/9.9\r\n\r\n", 400),
    "space before the colon": (b"GET / HTTP/1.1\r\nHost : a\r\n\r\n", 400),
    "folded header": (b"GET / HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n", 400),
    "length that is no number": (LOGIN + b"Content-Length: x\r\n\r\n", 400),
    "two lengths": (LOGIN + b"Content-Length: 5\r\n" + CHUNKED + b"\r\n0\r\n\r\n", 400),
    "chunked and identity": (
        LOGIN + b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
        400,
    ),
    "malformed chunk": (
        LOGIN + b"Content-Type: application/json\r\n" + CHUNKED + b"\r\nzz\r\n\r\n",
        400,
    ),
    "long address": (b"GET /" + b"a" * 10_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n", 414),
    "long header": (b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"a" * 9000 + b"\r\n\r\n", 431),
    "many headers": (b"GET / HTTP/1.1\r\n" + b"X: a\r\n" * 100 + b"\r\n", 431),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_request_that_cannot_be_read_is_answered_as_a_problem(street, name):
    request_, status = UNREADABLE[name]

    head, _, body = raw(street, request_).partition(b"\r\n\r\n")

    assert head.split(b" ")[1] == str(status).encode()
    assert b"application/problem+json" in head
    assert json.loads(body)["status"] == status
    assert b"gunicorn" not in body.lower()


def test_a_body_that_never_ends_is_cut_off(street):
    chunk = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
    head = (
        b"POST /api/v1/auth/login HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
        b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
    )

    answer = raw(street, head + chunk * 20 + b"0\r\n\r\n")

    assert answer.startswith(b"HTTP/1.1 413")


def test_headers_from_outside_make_nobody_somebody(street):
    answer = requests.get(
        f"{street.url}/api/v1/auth/me",
        headers={
            "X-User-Id": "00000000-0000-0000-0000-000000000001",
            "X-Forwarded-For": "127.0.0.1",
            "X-Samspill-Caller": "a",
        },
        timeout=10,
    )

    assert answer.status_code == 401


def test_metrics_are_on_a_port_of_their_own(street, admin):
    admin.get("/auth/me")

    with urllib.request.urlopen(f"http://127.0.0.1:{street.health_port}/metrics") as answer:
        text = answer.read().decode()

    assert 'http_request_duration_seconds_count{method="GET",route="/api/v1/auth/me"' in text
    assert requests.get(f"{street.url}/metrics", timeout=10).status_code == 404


def test_the_server_does_not_say_what_it_is_made_of(street):
    answer = requests.get(f"{street.url}/livez", timeout=10)

    assert "gunicorn" not in str(answer.headers).lower()
    assert "werkzeug" not in str(answer.headers).lower()


def test_operators_see_queues(admin):
    queues = {each["name"]: each for each in admin.get("/ops/queues")["items"]}

    assert queues["rpc-identity"]["consumers"] == 1
    assert queues["sales.inbox"]["consumers"] == 1


def test_operators_see_dead_letters(admin):
    page = admin.get("/ops/dead-letters?service=sales")

    assert page == {"items": [], "next_cursor": None, "missing": []}
