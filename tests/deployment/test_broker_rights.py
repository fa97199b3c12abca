"""The rights make_secrets.py gives in the broker are enough for each service, and no more."""

import json
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from uuid import uuid4

import pika
import pytest
from deployed import ROOT, OurSecrets
from ops.local.processes import SERVICES, folder_name
from ops.local.rabbitmq import COMPANIONS, RabbitMQ
from ops.machine.binaries import search
from ops.machine.launch import start
from ops.machine.ports import first_free
from ops.machine.running import wait_until
from pika.adapters.blocking_connection import BlockingChannel
from pika.exceptions import ChannelClosedByBroker
from shared.messaging.topology import RPC_EXCHANGE, declare, inbox_of, queues_for

FIRST_PORT = 6173


@pytest.fixture(scope="module")
def port(
    our_secrets: OurSecrets, tmp_path_factory: pytest.TempPathFactory, worker_id: str
) -> Iterator[int]:
    """A broker of its own that knows our definitions and nobody else."""
    binaries = search(ROOT / ".data" / "packages").binaries()
    if binaries is None:
        pytest.skip("RabbitMQ is not installed")
    folder = tmp_path_factory.mktemp("broker")
    node = RabbitMQ(
        binaries=binaries,
        folder=folder,
        logs=folder,
        # Runs beside each other must not find the same port free at the same moment.
        port=first_free(FIRST_PORT + 10 * (sum(worker_id.encode()) % 50), companions=COMPANIONS),
        user="crm",
        password=password_of("crm", our_secrets),
        vhost="samspill",
    )
    node.prepare()
    definitions = our_secrets.by_name["rabbitmq-definitions"]["rabbitmq-definitions.json"]
    (folder / "definitions.json").write_text(definitions)
    processes = [start(node.launch_epmd())]
    assert wait_until(node.epmd_is_ready, seconds=10)
    processes.append(start(node.launch()))
    try:
        assert wait_until(node.is_ready, seconds=90), (folder / "rabbitmq.log").read_text()[-2000:]
        for service in SERVICES:
            url = url_of(service, our_secrets, port=node.port)
            declare(url, queues_for(inbox_of(service), []))
        yield node.port
    finally:
        for process in reversed(processes):
            process.terminate()
            process.wait(timeout=30)


def url_of(name: str, secrets: OurSecrets, *, port: int) -> str:
    address = secrets.by_name[folder_name(name)]["BROKER_URL"]
    return address.replace("@rabbitmq:5672/", f"@127.0.0.1:{port}/")


def password_of(name: str, secrets: OurSecrets) -> str:
    return secrets.by_name[name]["BROKER_URL"].split(":")[2].split("@")[0]


@pytest.fixture
def channel_of(port: int, our_secrets: OurSecrets) -> Iterator:
    """Open channels as users of the broker; closed afterwards."""
    opened = []

    def open_channel(name: str) -> BlockingChannel:
        parameters = pika.URLParameters(url_of(name, our_secrets, port=port))
        opened.append(pika.BlockingConnection(parameters))
        return opened[-1].channel()

    yield open_channel
    for connection in opened:
        connection.close()


def refused(act: object, *arguments: object, **named: object) -> bool:
    """Tell whether the broker forbids it; anything else it says is an error."""
    with pytest.raises(ChannelClosedByBroker) as caught:
        act(*arguments, **named)  # type: ignore[operator]
    return caught.value.reply_code == 403


def test_a_call_goes_from_the_gateway_to_a_service_and_back(channel_of) -> None:
    service, gateway = channel_of("crm"), channel_of("gateway")
    reply_to = str(uuid4())
    service.queue_declare("rpc-crm")
    service.queue_bind("rpc-crm", RPC_EXCHANGE, "crm.*")
    gateway.queue_declare(f"rpc.reply-{reply_to}", exclusive=True)
    gateway.queue_bind(f"rpc.reply-{reply_to}", RPC_EXCHANGE, reply_to)

    gateway.confirm_delivery()
    gateway.basic_publish(RPC_EXCHANGE, "crm.get_customer", b"question", mandatory=True)
    _, _, asked = next(service.consume("rpc-crm", auto_ack=True, inactivity_timeout=10))
    service.confirm_delivery()
    service.basic_publish(RPC_EXCHANGE, reply_to, b"answer", mandatory=True)
    replies = gateway.consume(f"rpc.reply-{reply_to}", auto_ack=True, inactivity_timeout=10)
    _, _, answered = next(replies)

    assert (asked, answered) == (b"question", b"answer")


def test_a_fact_goes_to_who_listens_and_can_wait_for_another_try(channel_of) -> None:
    owner, listener = channel_of("crm"), channel_of("sales")
    listener.queue_bind("sales.inbox", "crm.events", "customer.created.v1")

    owner.confirm_delivery()
    owner.basic_publish("crm.events", "customer.created.v1", b"fact", mandatory=True)
    _, _, heard = next(listener.consume("sales.inbox", auto_ack=True, inactivity_timeout=10))
    listener.confirm_delivery()
    listener.basic_publish("", "sales.inbox.retry.5", b"later", mandatory=True)

    assert heard == b"fact"


def test_nobody_states_facts_of_another_service(channel_of) -> None:
    channel = channel_of("sales")
    channel.confirm_delivery()

    assert refused(channel.basic_publish, "crm.events", "customer.created.v1", b"untrue")


def test_nobody_takes_messages_of_another_service(channel_of) -> None:
    assert refused(channel_of("sales").basic_get, "crm.inbox")
    assert refused(channel_of("gateway").basic_get, "crm.inbox")


@pytest.mark.parametrize("key", ["crm.*", "#", "*.get_customer", "crm.get_customer"])
def test_nobody_answers_calls_meant_for_another_service(channel_of, key: str) -> None:
    channel = channel_of("sales")
    channel.queue_declare("rpc-sales")

    assert refused(channel.queue_bind, "rpc-sales", RPC_EXCHANGE, key)


def test_the_gateway_neither_states_facts_nor_fills_queues(channel_of) -> None:
    for exchange, key in (("crm.events", "customer.created.v1"), ("", "crm.inbox")):
        channel = channel_of("gateway")
        channel.confirm_delivery()
        assert refused(channel.basic_publish, exchange, key, b"untrue")


def test_nobody_makes_queues_that_are_not_theirs(channel_of) -> None:
    assert refused(channel_of("sales").queue_declare, "projects.inbox.shadow")
    assert refused(channel_of("gateway").queue_declare, "anything")


def test_every_user_has_a_line_and_guest_has_none(make_secrets: ModuleType, tmp_path: Path) -> None:
    made = make_secrets.make(tmp_path / "containers")
    definitions = json.loads(made["rabbitmq-definitions"]["rabbitmq-definitions.json"])

    names = {user["name"] for user in definitions["users"]}
    assert names == {*SERVICES, "gateway"}
    assert {it["user"] for it in definitions["permissions"]} == names
    assert {it["user"] for it in definitions["topic_permissions"]} == names
    assert all(user["tags"] == [] for user in definitions["users"])
