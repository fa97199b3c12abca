"""Imports: the record, its file and cells, and its rows."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from shared.contracts.crm.imports.views import ImportRowView, ImportView
from shared.kernel.errors import Conflict
from shared.kernel.paging import ListQuery, Page
from shared.persistence.bulk import insert_many
from shared.persistence.engine import lock_key
from shared.persistence.records import get_record
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from crm.domain.imports.batches import ImportBatch
from crm.domain.imports.profiles import ImportProfile
from crm.domain.imports.rows import Row
from crm.domain.imports.settling import settle
from crm.domain.imports.sheets import CHUNK_ROWS
from crm.persistence.import_tables import import_chunks, import_files, import_rows, imports
from crm.persistence.imports import outcomes, profiles, settling, views
from crm.persistence.imports.records import ImportedRecords


class StoredImports(ImportedRecords):
    """The imports of this database, inside one unit of work."""

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

    def profile(self, import_profile_id: UUID) -> ImportProfile:
        """Load one; ``crm.import_profile_unknown``."""
        unknown = "crm.import_profile_unknown"
        return get_record(self._work, ImportProfile, import_profile_id, unknown=unknown)

    def profile_for(self, kind: str, headers_key: str) -> ImportProfile | None:
        """The newest profile the caller may see for a file's headers."""
        return profiles.matching(self._work, kind, headers_key)

    def same_reading(self, batch: ImportBatch) -> UUID | None:
        """Another import of the same file read in the same way, written or being written."""
        session, caller = self._work.session, self._work.caller
        key = lock_key("import", caller.organisation_id, batch.reading())
        session.execute(select(func.pg_advisory_xact_lock(key)))
        return session.execute(
            select(imports.c.id)
            .where(imports.c.organisation_id == caller.organisation_id)
            .where(imports.c.file_hash == batch.file_hash, imports.c.id != batch.id)
            .where(imports.c.reading_hash == batch.reading())
            .where(imports.c.status.in_(("committing", "committed")))
            .limit(1)
        ).scalar()

    def pending(self, import_id: UUID, limit: int) -> list[Any]:
        """Rows to write, parents before those below them."""
        return outcomes.pending(self._work.session, import_id, limit)

    def applied(self, import_id: UUID, limit: int) -> list[Any]:
        """Rows to take back, the newest first."""
        return outcomes.applied(self._work.session, import_id, limit)

    def count_applied(self, import_id: UUID) -> int:
        """How many rows were written and stand."""
        return outcomes.count_applied(self._work.session, import_id)

    def versions_left(self, import_id: UUID, ids: Sequence[UUID]) -> dict[UUID, int]:
        """The versions in which earlier rows of the import left records."""
        return outcomes.versions_left(self._work.session, import_id, ids)

    def troubled(self, import_id: UUID) -> dict[int, list[dict[str, Any]]]:
        """What is wrong with rows, by their numbers."""
        return outcomes.troubled(self._work.session, import_id)

    def mark_written(self, written: Sequence[dict[str, Any]]) -> None:
        """Write down what became of rows: ``id``, ``state`` and what undoing them needs."""
        outcomes.mark_written(self._work.session, written)

    def mark_undone(self, undone: Sequence[dict[str, Any]]) -> None:
        """Write down what became of rows: ``id``, ``state``, ``issues``."""
        outcomes.mark_undone(self._work.session, undone)

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
