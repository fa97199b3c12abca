"""Loading aggregates."""

from typing import TypeVar
from uuid import UUID

from sqlalchemy import inspect, select

from shared.kernel.errors import Conflict, NotFound
from shared.kernel.records import Record
from shared.persistence.work import Work

SomeRecord = TypeVar("SomeRecord", bound=Record)


def get_record(
    work: Work,
    kind: type[SomeRecord],
    record_id: UUID,
    *,
    unknown: str,
    expected_version: int | None = None,
    lock: bool = False,
) -> SomeRecord:
    """
    Load one aggregate of the caller's organisation.

    Args:
        unknown: The error code when there is none, ``<service>.<noun>_unknown``.
        expected_version: What the caller last read.
        lock: Keep others from changing it until the transaction ends.

    Raises:
        NotFound: *unknown*.
        Conflict: ``<service>.<noun>_stale``, the version is another one.
    """
    table = inspect(kind).local_table
    query = select(kind).where(
        table.c.id == record_id, table.c.organisation_id == work.caller.organisation_id
    )
    if lock:
        query = query.with_for_update(of=table).execution_options(populate_existing=True)
    found = work.session.execute(query).unique().scalar_one_or_none()
    if found is None:
        raise NotFound("There is no such record.", code=unknown, id=record_id)
    if expected_version is not None and found.version != expected_version:
        raise Conflict(
            "Someone changed it first.",
            code=unknown.replace("_unknown", "_stale"),
            current_version=found.version,
        )
    return found
