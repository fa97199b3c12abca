"""
Reads one untrusted file and writes what it found to standard output.

Run by ``spreadsheets.ConfinedSpreadsheets`` as a process of its own with little memory and time:
``python -m crm.adapters.spreadsheet_reader FILE FILENAME KIND SHEET``.
"""

import csv
import io
import json
import re
import resource
import sys
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import msgspec

from crm.adapters.file_checks import FileRefused, kind_of_file
from crm.domain.imports.headers import HEADER_ROWS, LEAST_KNOWN, score
from crm.domain.imports.sheets import CHUNK_ROWS

_MEMORY_BYTES, _CPU_SECONDS = 1024**3, 60
_MOST_ROWS, _MOST_COLUMNS, _LONGEST_CELL = 100_000, 200, 32_767
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")

Rows = list[list[Any]]


def confine() -> None:
    """Give up the means to do harm: memory, time, writing files."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def read_file(path: Path, filename: str, kind: str, wanted: str) -> dict[str, Any]:
    """
    The sheet most like *kind*, or the *wanted* one.

    Raises:
        FileRefused: see ``file_checks``, and when there are no headers or rows.
    """
    is_text = kind_of_file(path, filename) == "text"
    sheets = _read_text(path) if is_text else _read_workbook(path)
    name, header_at = _choose(sheets, kind, wanted)
    rows = sheets[name][0]
    headers = [_text(each) or "" for each in rows[header_at]][:_MOST_COLUMNS]
    while headers and not headers[-1]:
        headers.pop()
    found = list(_filled(rows, header_at, len(headers)))
    if not found:
        raise FileRefused("rows", "There are no rows below the headers.")
    if len(found) > _MOST_ROWS:
        raise FileRefused("too_long", f"The sheet has more than {_MOST_ROWS} rows.")
    return {
        "sheets": [
            {"name": each, "row_count": len(all_rows), "hidden": hidden}
            for each, (all_rows, hidden) in sheets.items()
        ],
        "sheet": name,
        "header_row_no": header_at + 1,
        "headers": headers,
        "first_cells": _samples(found, len(headers)),
        "row_count": len(found),
        "chunks": [
            (found[n][0], zlib.compress(json.dumps(found[n : n + CHUNK_ROWS]).encode(), 1))
            for n in range(0, len(found), CHUNK_ROWS)
        ],
    }


def _read_workbook(path: Path) -> dict[str, tuple[Rows, bool]]:
    from python_calamine import (
        CalamineError,
        CalamineWorkbook,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    try:
        workbook = CalamineWorkbook.from_path(str(path))
        return {
            each.name: (
                workbook.get_sheet_by_name(each.name).to_python(skip_empty_area=False),
                each.visible != SheetVisibleEnum.Visible,
            )
            for each in workbook.sheets_metadata
            if each.typ == SheetTypeEnum.WorkSheet
        }
    except (CalamineError, ValueError, OSError):
        raise FileRefused("unreadable", "The workbook is damaged.") from None


def _read_text(path: Path) -> dict[str, tuple[Rows, bool]]:
    content = path.read_bytes()
    for encoding in ("utf-8-sig", "utf-16", "cp1252"):
        if encoding == "utf-16" and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
            continue
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise FileRefused("unreadable", "The text is in an unknown encoding.")
    first = text.partition("\n")[0]
    delimiter = max(";,\t|", key=first.count)
    csv.field_size_limit(_LONGEST_CELL)
    try:
        rows: Rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error:
        raise FileRefused("unreadable", "The text is not a table.") from None
    return {"": (rows, False)}


def _choose(sheets: dict[str, tuple[Rows, bool]], kind: str, wanted: str) -> tuple[str, int]:
    best: tuple[int, str, int] = (0, "", 0)
    for name, (rows, hidden) in sheets.items():
        if (wanted and name != wanted) or (hidden and not wanted):
            continue
        for at, row in enumerate(rows[:HEADER_ROWS]):
            known = score(kind, [_text(each) or "" for each in row[:_MOST_COLUMNS]])
            if known > best[0]:
                best = (known, name, at)
    if best[0] < LEAST_KNOWN:
        raise FileRefused("headers", "No row of headers was found in the first twenty rows.")
    return best[1], best[2]


def _filled(rows: Rows, header_at: int, width: int) -> Iterator[list[Any]]:
    """Rows with anything in them: their number in the file, then their cells as texts."""
    for at in range(header_at + 1, len(rows)):
        cells = [_text(each) for each in rows[at][:width]]
        if any(cells):
            yield [at + 1, *cells]


def _samples(rows: list[list[Any]], width: int) -> list[str | None]:
    def sample(column: int) -> str | None:
        return next(
            (row[column][:80] for row in rows[:50] if len(row) > column and row[column]), None
        )

    return [sample(column) for column in range(1, width + 1)]


def _text(cell: Any) -> str | None:
    """A cell as text: whole numbers without decimals, dates as ISO; None when empty."""
    if isinstance(cell, str):
        return _UNPRINTABLE.sub("", cell[:_LONGEST_CELL]).strip() or None
    if isinstance(cell, bool):
        return "ja" if cell else "nei"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime | date | time):
        return cell.isoformat()
    return str(cell) if isinstance(cell, int | timedelta) else None


def main() -> None:
    """Answer with MessagePack: what was found, or why not."""
    confine()
    file, filename, kind, sheet = sys.argv[1:5]
    answer: dict[str, Any]
    try:
        answer = {"found": read_file(Path(file), filename, kind, sheet)}
    except FileRefused as error:
        answer = {"refused": list(error.args)}
    except MemoryError:
        answer = {"refused": ["too_heavy", "The file needs too much memory."]}
    sys.stdout.buffer.write(msgspec.msgpack.encode(answer))


if __name__ == "__main__":
    main()
