"""The rows of an import that were not understood, as a workbook to correct and upload again."""

import json
import zlib
from uuid import UUID

from shared.contracts.crm.imports.views import FileView

from crm.application.changing import allow
from crm.application.ports import CrmWork
from crm.domain.errors import ImportUnchecked
from crm.domain.imports.sheets import CHUNK_ROWS
from crm.domain.imports.wording import marked_row

_CHECKED = ("checked", "committing", "committed", "undoing", "undone", "failed")


def write_error_workbook(work: CrmWork, *, import_id: UUID) -> FileView:
    """
    Rows with errors, doubts or warnings as they were uploaded, marked cell by cell.

    Raises:
        ImportUnchecked: Nothing was tried yet.
    """
    batch = work.imports.get(import_id)
    allow(work, "import.view", batch, "import")
    if batch.status not in _CHECKED or batch.archived_at is not None:
        raise ImportUnchecked(batch.id)
    troubled, rows = work.imports.troubled(batch.id), []
    for first in range(0, batch.row_count, CHUNK_ROWS):
        for row_no, *cells in json.loads(zlib.decompress(work.imports.chunk(batch.id, first))):
            if row_no in troubled:
                rows.append(marked_row(row_no, cells, troubled[row_no], batch.fields))
    headers = [each["header"] for each in batch.columns]
    content = work.spreadsheets.write_marked(headers=headers, rows=rows)
    stem = batch.filename.rpartition(".")[0] or batch.filename
    return FileView(filename=f"{stem[:150]}-feil.xlsx", content=content)
