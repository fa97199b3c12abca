"""gunicorn's threaded worker with our answers where the request cannot even be read."""

import re
import socket
import struct
from typing import Any

import orjson
from gunicorn.http import errors, wsgi
from gunicorn.workers.gthread import ThreadWorker
from shared.kernel.ids import new_id

from gateway.http.problems import PROBLEM_JSON, TITLES, problem_body

SILENCE_SECONDS = 15  # a client that neither sends nor reads for so long is let go
wsgi.SERVER = "samspill"  # gunicorn has no setting for the header that names it
_STATUS = {
    errors.LimitRequestLine: (414, "platform.address_too_long"),
    errors.LimitRequestHeaders: (431, "platform.headers_too_large"),
}


class Worker(ThreadWorker):
    """Answers unreadable requests as problems and lets silent clients go."""

    def handle(self, conn: Any) -> Any:
        patience = struct.pack("ll", SILENCE_SECONDS, 0)
        conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, patience)
        conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, patience)
        return super().handle(conn)

    def handle_error(self, req: Any, client: Any, addr: Any, exc: BaseException) -> None:
        status, code = _status_of(exc)
        if status == 500:
            self.log.exception("request_failed_before_the_application")
        _send(client, status, code)


def _status_of(error: BaseException) -> tuple[int, str]:
    for kind, answer in _STATUS.items():
        if isinstance(error, kind):
            return answer
    if isinstance(error, (errors.ParseException, OSError)):
        return 400, "platform.request_malformed"
    return 500, "platform.bug"


def _send(client: socket.socket, status: int, code: str) -> None:
    title = TITLES[status]
    body = orjson.dumps(problem_body(status, code, title, request_id=str(new_id())))
    reason = re.sub(r"[^A-Za-z -]", "", title)
    head = (
        f"HTTP/1.1 {status} {reason}\r\nContent-Type: {PROBLEM_JSON}\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n"
        "X-Content-Type-Options: nosniff\r\n\r\n"
    )
    try:
        client.sendall(head.encode("ascii") + body)
    except OSError:
        return
