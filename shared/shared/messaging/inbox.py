"""What a service has handled, and what it could not handle."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import Engine, MetaData, insert, select, text

from shared.kernel.errors import Invalid
from shared.kernel.ids import new_id
from shared.persistence.work import Work

if TYPE_CHECKING:
    from shared.messaging.consume import Delivery


_CLAIM = text(
    "INSERT INTO inbox_messages (message_id, handler, body_hash) "
    "SELECT id, :handler, digest FROM unnest(CAST(:ids AS uuid[]), CAST(:digests AS bytea[])) "
    "AS given (id, digest) ON CONFLICT DO NOTHING RETURNING message_id"
)


def claim(work: Work, handler: str, messages: Sequence[tuple[UUID, bytes]]) -> set[UUID]:
    """
    Record that *handler* handles the messages; those it had not handled before.

    Args:
        messages: Ids and digests of their bodies; one statement, two when some came before.

    Raises:
        Invalid: An id came before with another body.
    """
    claimed = set(
        work.session.execute(
            _CLAIM,
            {
                "handler": handler,
                "ids": [message_id for message_id, _ in messages],
                "digests": [digest for _, digest in messages],
            },
        ).scalars()
    )
    if len(claimed) < len(messages):
        _refuse_twins(work, handler, messages)
    return claimed


def _refuse_twins(work: Work, handler: str, messages: Sequence[tuple[UUID, bytes]]) -> None:
    table = work.table("inbox_messages")
    stored = work.session.execute(
        select(table.c.message_id, table.c.body_hash).where(
            table.c.handler == handler, table.c.message_id.in_({each for each, _ in messages})
        )
    )
    known = {row.message_id: bytes(row.body_hash) for row in stored}
    if any(known[message_id] != digest for message_id, digest in messages):
        raise Invalid("Conflicting duplicate: the same id with another body.")


def park(engine: Engine, metadata: MetaData, queue: str, delivery: "Delivery", reason: str) -> None:
    """Keep a message that cannot be handled, with its bytes and the reason."""
    headers = {str(key): _plain(value) for key, value in delivery.headers.items()}
    with engine.begin() as connection:
        connection.execute(
            insert(metadata.tables["parked_messages"]),
            {
                "id": new_id(),
                "organisation_id": _organisation(headers),
                "queue": queue,
                "type": str(headers.get("type", ""))[:200],
                "reason": reason.replace("\x00", ""),
                "headers": headers,
                "body": delivery.body,
            },
        )


def _organisation(headers: dict[str, Any]) -> UUID | None:
    try:
        return UUID(str(headers.get("organisation_id")))
    except ValueError:
        return None


def _plain(value: Any) -> Any:
    if isinstance(value, bool | int) and abs(value) < 2**53:
        return value
    return str(value).replace("\x00", "")[:2000]
