"""
nameko's RPC entrypoint, guarded: no message can end the process, answers are sent once.

The stock one dies of a missing ``reply_to`` or a malformed call stack, encodes every answer
twice and waits for a confirm of each; see docs/decisions.
"""

from typing import Any

import kombu
import msgspec
import structlog
from nameko.amqp.publish import get_producer
from nameko.constants import AMQP_URI_CONFIG_KEY
from nameko.exceptions import MethodNotFound
from nameko.rpc import Rpc, RpcConsumer, get_rpc_exchange

from shared.contracts.declare import dump_bytes
from shared.kernel.errors import Invalid, Unavailable, to_wire
from shared.rpc.wire import HEADER, Reply

log = structlog.get_logger()

_STACK = f"{HEADER}call_id_stack"


class GuardedConsumer(RpcConsumer):
    """Takes calls off the queue; answers whatever can be answered, drops the rest."""

    def handle_message(self, body: Any, message: kombu.Message) -> None:
        if not isinstance(message.properties.get("reply_to"), str):
            log.warning("call_dropped", reason="no reply_to")
            self.queue_consumer.ack_message(message)
            return
        message.headers.pop(_STACK, None)
        try:
            provider = self.get_provider_for_method(message.delivery_info["routing_key"])
            if not isinstance(body, dict) or not isinstance(body.get("kwargs"), dict):
                raise Invalid("A call needs kwargs.", code="platform.call_malformed")
            provider.handle_message({"args": (), "kwargs": body["kwargs"]}, message)
        except Exception as error:
            self.handle_result(message, None, (type(error), error, None))

    def get_provider_for_method(self, routing_key: str) -> Any:
        method = routing_key.rsplit(".", 1)[-1]
        for provider in self._providers:
            if provider.method_name == method:
                return provider
        raise MethodNotFound(method)

    def handle_result(self, message: kombu.Message, result: Any, exc_info: Any) -> Any:
        try:
            self._reply(message, result if exc_info is None else Reply(error=_error(exc_info[1])))
        except Exception as error:
            log.warning("answer_not_sent", error=type(error).__name__)
        self.queue_consumer.ack_message(message)
        return None, None

    def _reply(self, message: kombu.Message, reply: Reply) -> None:
        config = self.container.config
        with get_producer(config[AMQP_URI_CONFIG_KEY], confirms=False) as producer:
            producer.publish(
                dump_bytes(reply),
                exchange=get_rpc_exchange(config),
                routing_key=message.properties["reply_to"],
                correlation_id=message.properties.get("correlation_id"),
                content_type="application/json",
                content_encoding="utf-8",
                delivery_mode=1,
                retry=True,
                retry_policy={"max_retries": 3},
            )


class GuardedRpc(Rpc):
    """One method that can be called."""

    rpc_consumer = GuardedConsumer()

    def check_signature(self, args: Any, kwargs: Any) -> None:
        """Arguments are checked against the contract when the method runs."""


guarded = GuardedRpc.decorator


def _error(error: BaseException) -> dict[str, Any]:
    if isinstance(error, MethodNotFound):
        return to_wire(Invalid("There is no such method.", code="platform.method_unknown"))
    if isinstance(error, Invalid):
        return to_wire(error)
    log.error("call_failed_in_framework", error=repr(error))
    return to_wire(Unavailable("The call could not be handled.", code="platform.call_failed"))


def decode_json(body: bytes | str) -> Any:
    """Strict JSON for kombu, without its hidden type wrapping."""
    return msgspec.json.decode(body)


def encode_json(value: Any) -> bytes:
    return value if isinstance(value, bytes) else msgspec.json.encode(value)
