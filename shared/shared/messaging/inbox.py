"""What a service has handled, and what it could not handle."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import Engine, MetaData, insert, select
from sqlalchemy.dialects.postgresql import insert as upsert

from shared.kernel.errors import Invalid
from shared.kernel.ids import new_id
from shared.persistence.work import Work

if TYPE_CHECKING:
    from shared.messaging.consume import Delivery


def first_time(work: Work, message_id: UUID, handler: str, body_hash: bytes) -> bool:
    """
    Record that *handler* handles the message; False if it already did.

    Raises:
        Invalid: The same id came before with another body.
    """
    table = work.table("inbox_messages")
    claimed = work.session.execute(
        upsert(table)
        .values(message_id=message_id, handler=handler, body_hash=body_hash)
        .on_conflict_do_nothing()
        .returning(table.c.message_id)  # rowcount is -1 here, which is true
    ).scalar()
    if claimed is not None:
        return True
    earlier = work.session.execute(
        select(table.c.body_hash).where(
            table.c.message_id == message_id, table.c.handler == handler
        )
    ).scalar_one()
    if bytes(earlier) != body_hash:
        raise Invalid("Conflicting duplicate: the same id with another body.")
    return False


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
