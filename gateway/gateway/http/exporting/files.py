"""Answers with a table as a file: read in parts, written to disk, sent from there."""

import re
import tempfile
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from flask import Response
from shared.capabilities.tables_out import Cell, write_csv, write_xlsx

from gateway.http.queries import refused
from gateway.http.routing import Parameter

CSV, XLSX = "csv", "xlsx"
MEDIA_TYPES = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
FORMAT = Parameter(
    name="format",
    description="csv or xlsx.",
    schema={"type": "string", "enum": [CSV, XLSX]},
)
_IN_MEMORY_BYTES = 1_000_000
_CHUNK_BYTES = 64 * 1024
_READERS: dict[str, Callable[[str], Cell]] = {
    "number": Decimal,
    "date": date.fromisoformat,
    "moment": datetime.fromisoformat,
}


def wanted_format(query: Mapping[str, str], *, default: str = XLSX) -> str:
    """
    The kind of file asked for.

    Raises:
        EdgeProblem: 422.
    """
    kind = query.get("format", default)
    if kind not in MEDIA_TYPES:
        raise refused("format", "choice", f"One of {', '.join(MEDIA_TYPES)}.")
    return kind


def table_file(
    kind: str,
    *,
    name: str,
    columns: Sequence[Mapping[str, Any]],
    rows: Iterable[Sequence[Any]],
    zone: str = "UTC",
) -> Response:
    """
    Answer with a file.

    Everything is read before the first byte is sent, so that a failure half-way is a problem
    and not a torn file; what is large lies on disk meanwhile.

    Args:
        columns: As ``TableColumnView``.
        zone: Where moments of a workbook are shown.
    """
    headings = [each["heading"] for each in columns]
    kinds = [each["kind"] for each in columns]
    cells = ([_cell(of, value) for of, value in zip(kinds, row, strict=True)] for row in rows)
    return cells_file(kind, name=name, headings=headings, rows=cells, zone=zone)


def cells_file(
    kind: str,
    *,
    name: str,
    headings: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    zone: str = "UTC",
    about: Sequence[tuple[str, str]] = (),
) -> Response:
    """
    Answer with a file of cells; see ``table_file``.

    Args:
        about: What the numbers mean, for a sheet of its own in a workbook.
    """
    target: Any = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY_BYTES)  # noqa: SIM115 - sent later
    if kind == CSV:
        write_csv(target, headings, rows, delimiter=";")
    else:
        write_xlsx(target, headings, rows, sheet=name, zone=ZoneInfo(zone), about=about)
    return _sent(target, f"{name}.{kind}", MEDIA_TYPES[kind])


def _sent(target: Any, filename: str, media_type: str) -> Response:
    size = target.tell()
    target.seek(0)

    def chunks() -> Iterator[bytes]:
        with target:
            while chunk := target.read(_CHUNK_BYTES):
                yield chunk

    answer = Response(chunks(), content_type=media_type, direct_passthrough=True)
    answer.headers["Content-Length"] = str(size)
    answer.headers["Content-Disposition"] = disposition(filename)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def disposition(filename: str) -> str:
    """``Content-Disposition`` with a name every client reads (RFC 6266)."""
    clean = re.sub(r'[\x00-\x1f\x7f"\\/:*?<>|\u202a-\u202e\u2066-\u2069]', "_", filename)[-150:]
    plain = unicodedata.normalize("NFKD", clean).encode("ascii", "ignore").decode() or "file"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(clean, safe='')}"


def _cell(kind: str, value: Any) -> Cell:
    if not isinstance(value, str):
        return value
    reader = _READERS.get(kind)
    return reader(value) if reader else value
