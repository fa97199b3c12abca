"""Calls: deadlines, second tries of reads, and what counts as silence."""

import time
from concurrent.futures import Future

import pytest
from gateway.services.breakers import FAILURES_TO_OPEN
from gateway.services.client import CallContext, Services
from shared.kernel.errors import NotFound, Unavailable
from shared.rpc.client import result_of
from shared.rpc.wire import Reply
from support.gateway import SILENT, FakeTransport

CONTEXT = CallContext(request_id="request-1")
AWAY = Unavailable("Gone.", code="platform.service_unavailable")


class Breaking(FakeTransport):
    """Loses its connection under the first *losses* calls and is back at once."""

    def __init__(self, losses, *, returns=True):
        super().__init__()
        self.losses = losses
        self.returns = returns

    def wait_until_ready(self, *, within_seconds):
        self.is_ready = self.returns
        return self.returns

    def submit(self, service, method, arguments, *, headers, timeout_seconds):
        self.calls.append((f"{service}.{method}", dict(arguments)))
        future: Future[Reply] = Future()
        if len(self.calls) <= self.losses:
            self.is_ready = False
            future.set_exception(AWAY)
        else:
            future.set_result(Reply(result="answer"))
        return future


def call(transport, *, repeatable):
    services = Services(transport, calls_per_service=2)
    return services.call(
        "crm.get_customer", {}, context=CONTEXT, within_seconds=1, repeatable=repeatable
    )


def test_a_read_is_sent_again_when_the_connection_broke_under_it():
    transport = Breaking(losses=1)

    assert call(transport, repeatable=True).result == "answer"
    assert len(transport.calls) == 2


def test_a_read_is_sent_again_once_only():
    transport = Breaking(losses=9)

    with pytest.raises(Unavailable):
        call(transport, repeatable=True)
    assert len(transport.calls) == 2


def test_a_write_is_never_sent_again():
    transport = Breaking(losses=1)

    with pytest.raises(Unavailable):
        call(transport, repeatable=False)
    assert len(transport.calls) == 1


def test_a_read_fails_at_once_while_the_broker_is_away():
    transport = Breaking(losses=9, returns=False)
    started = time.monotonic()

    with pytest.raises(Unavailable):
        call(transport, repeatable=True)

    assert len(transport.calls) == 1
    assert time.monotonic() - started < 0.5


def test_silence_ends_at_the_deadline():
    services = Services(FakeTransport({"crm.get_customer": SILENT}), calls_per_service=2)
    started = time.monotonic()

    with pytest.raises(Unavailable) as late:
        services.call("crm.get_customer", {}, context=CONTEXT, within_seconds=0.05)

    assert late.value.code == "platform.deadline_passed"
    assert time.monotonic() - started < 0.5


def test_a_silent_service_is_left_alone_for_a_while():
    transport = FakeTransport({"crm.get_customer": SILENT, "sales.get_case": "here"})
    services = Services(transport, calls_per_service=2)

    codes = []
    for _ in range(FAILURES_TO_OPEN + 1):
        with pytest.raises(Unavailable) as refused:
            services.call("crm.get_customer", {}, context=CONTEXT, within_seconds=0.01)
        codes.append(refused.value.code)
    other = services.call("sales.get_case", {}, context=CONTEXT, within_seconds=0.01)

    assert codes == ["platform.deadline_passed"] * FAILURES_TO_OPEN + [
        "platform.service_unavailable"
    ]
    assert len(transport.made("crm.get_customer")) == FAILURES_TO_OPEN
    assert other.result == "here"


def test_an_error_is_an_answer():
    error = NotFound("None.", code="crm.customer_unknown")
    services = Services(FakeTransport({"crm.get_customer": error}), calls_per_service=2)

    for _ in range(FAILURES_TO_OPEN * 2):
        with pytest.raises(NotFound):
            services.call("crm.get_customer", {}, context=CONTEXT, within_seconds=1)


def test_every_call_gives_its_place_back():
    services = Services(FakeTransport({"crm.get_customer": "here"}), calls_per_service=1)

    answers = [
        services.call("crm.get_customer", {}, context=CONTEXT, within_seconds=1).result
        for _ in range(5)
    ]

    assert answers == ["here"] * 5


def test_a_call_that_was_given_up_stays_unavailable_however_often_it_is_asked_about():
    future = Future()

    for _ in range(2):
        with pytest.raises(Unavailable) as late:
            result_of(future, "crm", timeout_seconds=0)
        assert late.value.code == "platform.deadline_passed"
