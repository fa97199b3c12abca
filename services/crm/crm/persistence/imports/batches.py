"""Imports: the record, its file and cells, and its rows."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from uuid import UUID

from shared.contracts.crm.import_views import ImportRowView, ImportView
from shared.kernel.errors import Conflict
from shared.kernel.paging import ListQuery, Page
from shared.persistence.bulk import insert_many
from shared.persistence.records import get_record
from sqlalchemy import bindparam, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from crm.domain.imports.batches import ImportBatch
from crm.domain.imports.rows import Row
from crm.domain.imports.settling import settle
from crm.domain.imports.sheets import CHUNK_ROWS
from crm.persistence.import_tables import import_chunks, import_files, import_rows, imports
from crm.persistence.imports import bulk, matching, settling, views

if TYPE_CHECKING:
    from crm.persistence.work import CrmWork


_TO_WRITE = ("id", "action", "record_id", "plan", "issues")


class StoredImports:
    """The imports of this database, inside one unit of work."""

    def __init__(self, work: "CrmWork") -> None:
        self._work = work

    def get(self, import_id: UUID, *, lock: bool = False) -> ImportBatch:
        """Load one; ``crm.import_unknown``."""
        return get_record(
            self._work, ImportBatch, import_id, unknown="crm.import_unknown", lock=lock
        )

    def show(self, import_id: UUID) -> ImportView:
        """One import the caller may see; ``crm.import_unknown``."""
        return views.one(self._work, import_id)

    def page(self, query: ListQuery) -> Page[ImportView]:
        """A page of the imports the caller may see."""
        return views.page(self._work, query)

    def rows_page(self, import_id: UUID, query: ListQuery) -> Page[ImportRowView]:
        """A page of an import's rows."""
        return views.rows(self._work, self.get(import_id), query)

    def earlier(self, file_hash: str) -> UUID | None:
        """An import of the same bytes that was committed."""
        return self._work.session.execute(
            select(imports.c.id)
            .where(imports.c.organisation_id == self._work.caller.organisation_id)
            .where(imports.c.file_hash == file_hash, imports.c.status == "committed")
            .order_by(imports.c.created_at.desc())
            .limit(1)
        ).scalar()

    def store_file(self, import_id: UUID, content: bytes) -> None:
        """Keep the file, so that another of its sheets can be read."""
        self._work.session.execute(
            insert(import_files).values(
                import_id=import_id,
                organisation_id=self._work.caller.organisation_id,
                content=content,
            )
        )

    def file(self, import_id: UUID) -> bytes:
        """The file as it was uploaded."""
        return self._work.session.execute(
            select(import_files.c.content).where(import_files.c.import_id == import_id)
        ).scalar_one()

    def forget_file(self, import_id: UUID) -> None:
        """Remove file and cells; what became of the rows stays."""
        for table in (import_files, import_chunks):
            self._work.session.execute(delete(table).where(table.c.import_id == import_id))

    def store_chunks(self, import_id: UUID, chunks: Sequence[tuple[int, bytes]]) -> None:
        """Replace the cells: pairs of the first row's number and deflated rows."""
        self._work.session.execute(
            delete(import_chunks).where(import_chunks.c.import_id == import_id)
        )
        rows = [
            {
                "import_id": import_id,
                "chunk_no": number,
                "organisation_id": self._work.caller.organisation_id,
                "first_row_no": first_row_no,
                "cells": cells,
            }
            for number, (first_row_no, cells) in enumerate(chunks)
        ]
        self._work.session.execute(insert(import_chunks), rows)

    def chunk(self, import_id: UUID, done_rows: int) -> bytes:
        """The deflated cells that come after *done_rows* rows."""
        return self._work.session.execute(
            select(import_chunks.c.cells)
            .where(import_chunks.c.import_id == import_id)
            .where(import_chunks.c.chunk_no == done_rows // CHUNK_ROWS)
        ).scalar_one()

    def advance(self, batch: ImportBatch, rows: int) -> None:
        """Show progress; the version rises, but a step forward is not a change to audit."""
        self._work.session.execute(
            update(imports)
            .where(imports.c.id == batch.id)
            .values(done_rows=imports.c.done_rows + rows, version=imports.c.version + 1)
        )
        self._work.session.refresh(batch)

    def forget_rows(self, import_id: UUID) -> None:
        """Remove what an earlier check said."""
        self._work.session.execute(delete(import_rows).where(import_rows.c.import_id == import_id))

    def add_rows(self, import_id: UUID, rows: Sequence[Row]) -> None:
        """Write down what the check says about rows."""
        organisation_id = self._work.caller.organisation_id
        values = [
            {"import_id": import_id, "organisation_id": organisation_id, **views.stored(each)}
            for each in rows
        ]
        insert_many(self._work.session, import_rows, values)

    def settle_rows(self, batch: ImportBatch) -> dict[str, int]:
        """Find duplicates and parents inside the file; numbers of rows by action."""
        tried = settling.tried_rows(self._work.session, batch)
        settling.store(self._work.session, settle(batch.kind, tried))
        return self.counts(batch.id)

    def counts(self, import_id: UUID) -> dict[str, int]:
        """Rows by action, by outcome, and those with anything to say about them."""
        rows = self._work.session.execute(
            select(
                import_rows.c.action,
                import_rows.c.state,
                func.count().label("number"),
                func.count().filter(import_rows.c.has_issues).label("warnings"),
            )
            .where(import_rows.c.import_id == import_id)
            .group_by(import_rows.c.action, import_rows.c.state)
        )
        return views.counted(rows)

    def pending(self, import_id: UUID, limit: int) -> list[Any]:
        """Rows to write, parents before those below them."""
        return list(
            self._work.session.execute(
                select(*(import_rows.c[name] for name in _TO_WRITE))
                .where(import_rows.c.import_id == import_id, import_rows.c.state == "pending")
                .order_by(import_rows.c.depth, import_rows.c.row_no)
                .limit(limit)
            )
        )

    def mark(self, outcomes: Sequence[dict[str, Any]]) -> None:
        """Write down what became of rows: ``row_id``, ``new_state``, ``new_issues``."""
        self._work.session.connection().execute(
            update(import_rows)
            .where(import_rows.c.id == bindparam("row_id"))
            .values(state=bindparam("new_state"), issues=bindparam("new_issues")),
            list(outcomes),
        )

    def mark_applied(self, ids: Sequence[UUID]) -> None:
        """Rows that were written without anything to say about it."""
        self._work.session.execute(
            update(import_rows).where(import_rows.c.id.in_(ids)).values(state="applied")
        )

    def matches(self, kind: str, keys: dict[str, set[str]]) -> list[dict[str, Any]]:
        """Live records that have one of the key values, as plain values."""
        return matching.matches(self._work, kind, keys)

    def people(self) -> dict[str, UUID]:
        """Users by name and by e-mail address, in lower case."""
        return matching.people(self._work)

    def create_customers(self, plans: Sequence[tuple[UUID, dict[str, Any]]]) -> None:
        """Store new customers in bulk, with owners, audit, timeline and events."""
        bulk.create_customers(self._work, plans)

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """
        A part of the transaction that can fail without spoiling the rest.

        Raises:
            Conflict: ``crm.import_row_conflicts``; a constraint of the database said no.
        """
        try:
            with self._work.attempt():
                yield
        except IntegrityError as error:
            raise Conflict(
                "A number or name is taken by now.", code="crm.import_row_conflicts"
            ) from error
