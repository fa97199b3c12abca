"""What operators may do with messages a service could not handle, alike in every service."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, insert, update

from shared.capabilities.policy import require, same_organisation
from shared.contracts.parking import ParkedMessageView
from shared.kernel.errors import NotFound
from shared.kernel.ids import new_id
from shared.kernel.paging import ListQuery, Page
from shared.persistence.listing import Listing
from shared.persistence.outbox import shard_of
from shared.persistence.work import Work
from shared.rpc.server import command, question

_LONGEST_BODY = 10_000
_UNKNOWN = "platform.parked_message_unknown"


class OperationsRpc:
    """Part of every service's front door; the process that hosts it adds it."""

    @question()
    def list_parked(self, work: Work, *, query: ListQuery) -> Page[ParkedMessageView]:
        require(work.caller, "ops.view")
        return _listing(work).page(work, query, where=_mine(work), to_view=_as_view)

    @command()
    def replay_parked(self, work: Work, *, message_id: UUID) -> ParkedMessageView:
        require(work.caller, "ops.update")
        return replay_parked(work, message_id)

    @command()
    def discard_parked(self, work: Work, *, message_id: UUID) -> ParkedMessageView:
        require(work.caller, "ops.update")
        return resolve_parked(work, message_id, "discarded")


def replay_parked(work: Work, message_id: UUID) -> ParkedMessageView:
    """
    Send a parked message to its queue once more, with its own id, through the outbox.

    Raises:
        NotFound: ``platform.parked_message_unknown``; none, or resolved already.
    """
    parked = resolve_parked(work, message_id, "replayed")
    table = work.table("parked_messages")
    row = work.session.execute(table.select().where(table.c.id == message_id)).one()
    headers = {key: value for key, value in row.headers.items() if not key.startswith("x-")}
    work.session.execute(
        insert(work.table("outbox_messages")).values(
            message_id=new_id(),
            shard=shard_of(message_id),
            aggregate_id=message_id,
            aggregate_version=0,
            exchange="",  # the default exchange: straight to the queue it came from
            routing_key=row.queue,
            headers=headers,
            body=row.body,
        )
    )
    return parked


def resolve_parked(work: Work, message_id: UUID, resolution: str) -> ParkedMessageView:
    """
    Mark a parked message as dealt with.

    Raises:
        NotFound: ``platform.parked_message_unknown``; none, or resolved already.
    """
    table = work.table("parked_messages")
    row = work.session.execute(
        update(table)
        .where(table.c.id == message_id, table.c.resolved_at.is_(None), _mine(work))
        .values(resolved_at=work.now(), resolution=resolution, resolved_by=work.caller.actor_id)
        .returning(*table.c)
    ).first()
    if row is None:
        raise NotFound("There is no such parked message.", code=_UNKNOWN, id=message_id)
    return _as_view(row)


def _mine(work: Work) -> ColumnElement[bool]:
    """
    Messages of the caller's organisation.

    One that does not say whose it is may be anybody's, so no organisation sees it.
    """
    return same_organisation(work.caller, work.table("parked_messages"))


def _listing(work: Work) -> Listing:
    table = work.table("parked_messages")
    return Listing(
        table,
        filters={"queue": table.c.queue, "type": table.c.type, "resolution": table.c.resolution},
        sorts={"parked_at": table.c.parked_at},
        default_sort="-parked_at",
    )


def _as_view(row: Row[Any]) -> ParkedMessageView:
    return ParkedMessageView(
        id=row.id,
        queue=row.queue,
        type=row.type,
        reason=row.reason,
        parked_at=row.parked_at,
        headers=row.headers,
        body=bytes(row.body[:_LONGEST_BODY]).decode(errors="replace"),
        resolution=row.resolution,
    )
