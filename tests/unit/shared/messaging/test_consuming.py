"""Who is told what about a message when its handling fails."""

from types import SimpleNamespace
from uuid import uuid4

import pytest
from shared.contracts.declare import dump_bytes
from shared.contracts.identity.events import UserCreatedV1
from shared.messaging import consume
from shared.messaging.consume import Consumer, Delivery, EventHandler
from sqlalchemy.exc import OperationalError
from support.messages import headers_for

BROKER_URL = "amqp://nobody:none@127.0.0.1:1/none"


class Refused(Exception):
    """What the driver raises: without a state it never reached the server."""

    def __init__(self, sqlstate):
        super().__init__("no")
        self.sqlstate = sqlstate


class Channel:
    """Remembers what was said to the broker."""

    is_open = True

    def __init__(self):
        self.said = []

    def basic_ack(self, tag):
        self.said.append(("ack", tag))

    def basic_publish(self, _exchange, routing_key, *_):
        self.said.append(("publish", routing_key))


@pytest.fixture(autouse=True)
def no_pause(monkeypatch):
    monkeypatch.setattr(consume, "OUTAGE_PAUSE_SECONDS", 0)


def a_consumer(handle, **more):
    handlers = {UserCreatedV1: [EventHandler(handle, transaction=False)]}
    consumer = Consumer("sales.inbox", SimpleNamespace(), handlers, BROKER_URL, **more)
    consumer._connection = SimpleNamespace(run=lambda work: work())
    return consumer


def a_delivery(channel, **more):
    user = UserCreatedV1(user_id=uuid4(), version=1, name="Kari", email="", status="active")
    headers = headers_for(user, organisation_id=uuid4())
    return Delivery(channel, 7, False, headers, dump_bytes(user), **more)


def failing(*states):
    """A handler that fails once for each state, then works."""
    left = list(states)

    def handle(*_):
        if left:
            raise OperationalError("SELECT 1", {}, Refused(left.pop(0)))

    return handle


@pytest.mark.parametrize("state", [None, "57P03", "57P01", "08006", "53300"])
def test_a_message_waits_in_place_while_the_database_is_away(state):
    channel = Channel()

    a_consumer(failing(state, state))._handle([a_delivery(channel)])

    assert channel.said == [("ack", 7)]


@pytest.mark.parametrize("state", ["57014", "40001", "42P01"])
def test_a_message_goes_to_the_retry_queue_when_its_own_handling_fails(state):
    channel = Channel()

    a_consumer(failing(state))._handle([a_delivery(channel)])

    assert channel.said == [("publish", "sales.inbox.retry.5")]


def test_a_consumer_that_stops_leaves_a_waiting_message_to_the_broker():
    channel = Channel()
    consumer = a_consumer(failing(None, None))
    consumer._stopping.set()

    consumer._handle([a_delivery(channel)])

    assert channel.said == []


def test_the_defect_for_chaos_acknowledges_before_anything_is_handled():
    channel = Channel()
    handled = []
    consumer = a_consumer(lambda *_: handled.append(1), acknowledges_first=True)
    delivery = a_delivery(channel)
    properties = SimpleNamespace(headers=delivery.headers)
    method = SimpleNamespace(delivery_tag=7, redelivered=False)

    consumer._received(channel, method, properties, delivery.body)
    before = (list(channel.said), list(handled))
    consumer._handle([consumer._waiting.get_nowait()])

    assert before == ([("ack", 7)], [])
    assert (channel.said, handled) == ([("ack", 7)], [1])


def test_messages_of_a_closed_channel_are_left_to_the_broker():
    channel = Channel()
    delivery = a_delivery(channel)
    channel.is_open = False

    delivery.acknowledge()

    assert channel.said == []
