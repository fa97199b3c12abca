"""Every service's part in forgetting a person and in exports; the processes add it to each."""

import zlib
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, insert, select, text

from shared.capabilities.policy import require
from shared.capabilities.privacy.exporting import count_traces, counted, first_task, write_page
from shared.capabilities.privacy.holdings import Holdings, mine, name_of
from shared.capabilities.privacy.sweeping import forget_person, swept_tables
from shared.capabilities.privacy.traces import Traces
from shared.contracts.crm.events import ExportRequestedV1, PrivacyEraseRequestedV1
from shared.contracts.declare import EVENTS
from shared.contracts.privacy import ExportFileView, PartDone, SubjectState, TracesView
from shared.kernel.errors import NotFound
from shared.kernel.ids import new_id
from shared.messaging.consume import on
from shared.messaging.timers import DueItem, when_due
from shared.persistence.work import Work
from shared.rpc.server import question

_WRITE, _DROP = "export_write", "export_drop"
_NO_DRAFT = UUID(int=0)


def part_done_of(service: str) -> type[PartDone]:
    """The event by which a service says that its part is done; KeyError when it has none."""
    return EVENTS[f"{service}.privacy.part_finished.v1"]  # type: ignore[return-value]


class PrivacyPart:
    """Events and timers of the part of one service."""

    def __init__(self, service: str, holdings: Holdings) -> None:
        self._service = service
        self._holdings = holdings
        self._done = part_done_of(service)

    @on(PrivacyEraseRequestedV1)
    def on_erase_requested_v1(self, event: PrivacyEraseRequestedV1, work: Work) -> None:
        """Forget the person here, once a round."""
        steps = work.table("privacy_steps")
        earlier = work.session.execute(
            select(steps.c.counts).where(
                mine(work, steps),
                steps.c.request_id == event.request_id,
                steps.c.round_no == event.round_no,
            )
        ).scalar()
        counts = earlier
        if counts is None:
            counts = forget_person(
                work, self._holdings, request_id=event.request_id, subject=event.subject
            )
            self._note(work, event, counts)
        self._tell(work, event.request_id, "erase", counts, round_no=event.round_no)

    @on(ExportRequestedV1)
    def on_export_requested_v1(self, event: ExportRequestedV1, work: Work) -> None:
        """Begin to write this service's part."""
        work.schedule(_WRITE, str(event.export_id), work.now(), first_task(event))

    @when_due(_WRITE)
    def write_export(self, item: DueItem, work: Work) -> None:
        """Write the next page and come back for more."""
        task: dict[str, Any] = item.payload
        after = write_page(work, self._service, self._holdings, task)
        if after is not None:
            work.schedule(_WRITE, item.key, work.now(), after)
            return
        expires_at = datetime.fromisoformat(task["expires_at"])
        work.schedule(_DROP, item.key, expires_at, {})
        self._tell(work, UUID(item.key), "export", counted(task["counts"]))

    @when_due(_DROP)
    def drop_export(self, item: DueItem, work: Work) -> None:
        """Forget what was written: its time is over."""
        chunks = work.table("export_chunks")
        work.session.execute(
            delete(chunks).where(mine(work, chunks), chunks.c.export_id == UUID(item.key))
        )

    def _note(self, work: Work, event: PrivacyEraseRequestedV1, counts: Any) -> None:
        work.session.execute(
            insert(work.table("privacy_steps")).values(
                organisation_id=work.caller.organisation_id,
                request_id=event.request_id,
                round_no=event.round_no,
                counts=counts,
                done_at=work.now(),
            )
        )
        work.audit_rows([_erasure_entry(work, event, counts)])

    def _tell(
        self, work: Work, request_id: UUID, kind: str, counts: Any, *, round_no: int = 1
    ) -> None:
        work.publish(
            self._done(
                request_id=request_id,
                version=round_no,
                kind=kind,  # type: ignore[arg-type]
                service=self._service,
                round_no=round_no,
                counts=counts,
            )
        )


def _erasure_entry(work: Work, event: PrivacyEraseRequestedV1, counts: Any) -> dict[str, Any]:
    return {
        "id": new_id(),
        "organisation_id": work.caller.organisation_id,
        "at": work.now(),
        "actor_id": work.caller.actor_id,
        "on_behalf_of": None,
        "source": "privacy",
        "action": "erased",
        "entity": "PrivacyRequest",
        "entity_id": event.request_id,
        "entity_version": event.round_no,
        "changes": {name: [None, each] for name, each in counts.items()},
        "correlation_id": work.caller.correlation_id,
    }


def privacy_rpc(service: str, holdings: Holdings) -> type:
    """The part of a service's front door that answers about people and exports."""

    class PrivacyRpc:
        """Promised by the platform, alike in every service."""

        @question(long=True)
        def count_traces(self, work: Work, *, subject: SubjectState) -> list[TracesView]:
            require(work.caller, "privacy.view")
            return traces_of(work, service, holdings, subject)

        @question()
        def export_files(self, work: Work, *, export_id: UUID) -> list[ExportFileView]:
            return files_of(work, export_id)

        @question()
        def export_chunk(self, work: Work, *, export_id: UUID, seq: int) -> bytes:
            return chunk_of(work, export_id, seq)

    return PrivacyRpc


def traces_of(
    work: Work, service: str, holdings: Holdings, subject: SubjectState
) -> list[TracesView]:
    """Where a person stands in this service's database."""
    work.session.execute(text("SET LOCAL statement_timeout = '20s'"))
    traces = Traces(subject, _NO_DRAFT)
    counted_tables = {
        name_of(table): count_traces(work, holdings, table, traces)
        for table in swept_tables(work, holdings)
    }
    return [
        TracesView(service=service, table=name, rows=rows, is_held=name in holdings.bookkeeping)
        for name, rows in counted_tables.items()
        if rows
    ]


def files_of(work: Work, export_id: UUID) -> list[ExportFileView]:
    """
    The files of this service's part of an export.

    Raises:
        Forbidden: Exports of this kind are not the caller's to read.
    """
    chunks = work.table("export_chunks")
    rows = work.session.execute(
        select(
            chunks.c.kind,
            chunks.c.name,
            func.sum(chunks.c.rows).label("rows"),
            func.array_agg(chunks.c.seq).label("seqs"),
        )
        .where(mine(work, chunks), chunks.c.export_id == export_id)
        .where(chunks.c.expires_at > work.now())
        .group_by(chunks.c.kind, chunks.c.name)
        .order_by(chunks.c.name)
    ).all()
    for row in rows[:1]:
        require(work.caller, grant_for(row.kind))
    return [ExportFileView(name=row.name, rows=row.rows, chunks=sorted(row.seqs)) for row in rows]


def chunk_of(work: Work, export_id: UUID, seq: int) -> bytes:
    """
    One piece of a file, inflated.

    Raises:
        NotFound: ``platform.export_chunk_unknown``; none, or its time is over.
        Forbidden: Exports of this kind are not the caller's to read.
    """
    chunks = work.table("export_chunks")
    row = work.session.execute(
        select(chunks.c.kind, chunks.c.content)
        .where(mine(work, chunks), chunks.c.export_id == export_id, chunks.c.seq == seq)
        .where(chunks.c.expires_at > work.now())
    ).first()
    if row is None:
        raise NotFound("There is no such piece.", code="platform.export_chunk_unknown")
    require(work.caller, grant_for(row.kind))
    return zlib.decompress(row.content)


def grant_for(kind: str) -> str:
    """The right that reading an export of this kind needs."""
    return "privacy.export" if kind == "subject" else "organisation.export"
