"""Facts waiting to be told: rows written in the transaction they are about."""

import zlib
from typing import Any
from uuid import UUID

from shared.contracts.declare import Event, aggregate_of, dump_bytes, type_of
from shared.kernel.clock import Clock
from shared.kernel.context import Caller
from shared.kernel.ids import new_id

SHARDS = 4  # one relay at a time works on a shard, which keeps the order of each aggregate


def outbox_row(fact: Event, caller: Caller, clock: Clock) -> dict[str, Any]:
    """A row of ``outbox_messages`` for one fact."""
    declared = type_of(type(fact))
    aggregate_id, version = aggregate_of(fact)
    message_id = new_id()
    return {
        "message_id": message_id,
        "shard": shard_of(aggregate_id),
        "aggregate_id": aggregate_id,
        "aggregate_version": version,
        "exchange": declared.exchange,
        "routing_key": declared.routing_key,
        "headers": {
            "message_id": str(message_id),
            "type": declared.full_name,
            "occurred_at": clock.now().isoformat(),
            "organisation_id": str(caller.organisation_id),
            "aggregate_id": str(aggregate_id),
            "aggregate_version": version,
            "actor_id": str(caller.actor_id),
            "correlation_id": caller.correlation_id,
            "causation_id": caller.causation_id,
            "source": caller.source,
        },
        "body": dump_bytes(fact),
    }


def shard_of(aggregate_id: UUID) -> int:
    """The shard an aggregate's facts are relayed in."""
    return zlib.crc32(aggregate_id.bytes) % SHARDS
