"""Writes what the check of an import said, in chunks; what fails is named row by row."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from shared.capabilities.policy import require
from shared.contracts.crm.imports.events import ImportCommittedV1
from shared.kernel.errors import PlatformError

from crm.application.changing import allow
from crm.application.imports.checks import rights_of
from crm.application.imports.writing import write_rows
from crm.application.ports import CrmWork
from crm.domain.errors import ImportRepeated
from crm.domain.imports.batches import ImportBatch
from crm.domain.imports.sheets import CHUNK_ROWS

COMMIT_TIMER = "import_commit"

ImportRow = Any  # a row of import_rows


def commit_import(work: CrmWork, *, import_id: UUID, force: bool = False) -> ImportBatch:
    """
    Let the worker write what the check said.

    Args:
        force: Also when the same file was written before in the same way.

    Raises:
        ImportUnchecked, ImportRunning, ImportCommitted, ImportRepeated: see the classes.
    """
    require(work.caller, "import.run")
    batch = work.imports.get(import_id, lock=True)
    allow(work, "import.update", batch, "import")
    batch.begin_commit(batch.counts.get("create", 0) + batch.counts.get("update", 0))
    if batch.total_rows and not force:
        earlier = work.imports.same_reading(batch)
        if earlier is not None:
            raise ImportRepeated(earlier)
    work.save(batch)
    work.schedule(COMMIT_TIMER, str(batch.id), work.now(), rights_of(work.caller))
    return batch


def continue_commit(work: CrmWork, *, import_id: UUID, rights: dict[str, Any]) -> None:
    """Write the next rows, and come back for more; run by the worker."""
    batch = work.imports.get(import_id, lock=True)
    if batch.status != "committing":
        return
    rows = work.imports.pending(batch.id, CHUNK_ROWS)
    if not rows:
        _finish(work, batch)
        return
    _write(work, batch, rows)
    work.imports.advance(batch, len(rows))
    work.schedule(COMMIT_TIMER, str(batch.id), work.now(), rights)


def give_up(work: CrmWork, *, import_id: UUID) -> None:
    """The worker failed again and again: say so instead of trying for ever."""
    batch = work.imports.get(import_id, lock=True)
    batch.status = "failed"
    batch.error_code, batch.error_message = "platform.bug", "The import could not be finished."
    batch.counts = work.imports.counts(batch.id)
    work.save(batch)


def _finish(work: CrmWork, batch: ImportBatch) -> None:
    batch.status, batch.counts = "committed", work.imports.counts(batch.id)
    work.save(batch)
    work.publish(
        ImportCommittedV1(
            import_id=batch.id,
            version=batch.version,
            kind=batch.kind,
            filename=batch.filename,
            owner_id=batch.owner_id,
            created=batch.counts.get("created", 0),
            updated=batch.counts.get("updated", 0),
            failed=batch.counts.get("failed", 0),
        )
    )


def _write(work: CrmWork, batch: ImportBatch, rows: Sequence[ImportRow]) -> None:
    """All at once; if one of them spoils it, one by one."""
    try:
        with work.imports.attempt():
            written = write_rows(work, batch, rows, first_no=batch.done_rows)
    except PlatformError:
        written = [
            _write_singly(work, batch, row, batch.done_rows + n) for n, row in enumerate(rows)
        ]
    work.imports.mark_written(written)


def _write_singly(
    work: CrmWork, batch: ImportBatch, row: ImportRow, first_no: int
) -> dict[str, Any]:
    try:
        with work.imports.attempt():
            return write_rows(work, batch, [row], first_no=first_no)[0]
    except PlatformError as error:
        issue = {"level": "error", "field": None, "code": error.code, "message": error.message}
        return {
            "id": row.id,
            "state": "failed",
            "issues": [*row.issues, {**issue, "column": None, "suggestion": None}],
        }
