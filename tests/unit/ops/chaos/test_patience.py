"""Repeating a request until it is settled."""

import time

import pytest
from ops.chaos import patience
from ops.chaos.patience import OutOfTime, Patient
from ops.http import Answer, NoAnswer


class Script:
    """A client that answers what it was told, and remembers what it was sent."""

    def __init__(self, *answers):
        self.token = "old"
        self.answers = list(answers)
        self.sent = []

    def send(self, *request, **more):
        self.sent.append((request, more))
        answer = self.answers.pop(0)
        if answer is None:
            raise NoAnswer("ConnectionResetError")
        return answer


@pytest.fixture(autouse=True)
def no_pause(monkeypatch):
    monkeypatch.setattr(patience, "LONGEST_PAUSE_SECONDS", 0)


def patient(client, *, seconds=60.0):
    return Patient(client, renew=lambda: "new", until=time.monotonic() + seconds)


def test_silence_and_outages_are_repeated_with_the_same_key():
    client = Script(None, Answer(503, b""), Answer(504, b""), Answer(201, b"{}"))

    settled = patient(client).settle("POST", "/customers", {"name": "A"}, key="k")

    assert (settled.answer.status, settled.tries, settled.unknown) == (201, 4, 3)
    assert {more["key"] for _, more in client.sent} == {"k"}


@pytest.mark.parametrize("status", [400, 404, 409, 412, 422])
def test_a_refusal_settles_the_request(status):
    settled = patient(Script(Answer(status, b"{}"))).settle("PATCH", "/customers/1", {})

    assert (settled.answer.status, settled.tries) == (status, 1)


def test_a_request_still_under_way_is_asked_again():
    busy = Answer(409, b'{"code": "platform.in_progress"}')

    assert patient(Script(busy, Answer(200, b"{}"))).settle("POST", "/x").tries == 2


def test_an_old_token_is_renewed():
    client = Script(Answer(401, b"{}"), Answer(200, b"{}"))

    patient(client).settle("GET", "/customers/1")

    assert client.token == "new"


def test_patience_ends_with_the_run():
    with pytest.raises(OutOfTime):
        patient(Script(None, None), seconds=-1).settle("GET", "/customers/1")
