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
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from math import isfinite
from pathlib import Path
from typing import Any

import msgspec

from crm.adapters.file_checks import FileRefused, kind_of_file
from crm.adapters.sheet_marks import Marks, marks_of
from crm.domain.imports.formats import Tally
from crm.domain.imports.headers import HEADER_ROWS, LEAST_KNOWN, most_like, plain, score
from crm.domain.imports.sheets import CHUNK_ROWS

_MEMORY_BYTES, _CPU_SECONDS = 1024**3, 60
MOST_ROWS, _MOST_COLUMNS, _MOST_SHEETS, _LONGEST_CELL = 100_000, 200, 50, 32_767
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


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
    book = TextFile(path) if is_text else Workbook(path)
    name, header_at, header_row = _choose(book, kind, wanted)
    headers = [_text(each) or "" for each in header_row][:_MOST_COLUMNS]
    while headers and not headers[-1]:
        headers.pop()
    marks = Marks() if is_text else marks_of(path, name)
    table, wrong = Table(len(headers)), sum(map(len, marks.wrong.values()))
    for number, cells in book.rows(name):
        if number > header_at + 1:
            table.add(number, cells, marks.wrong.pop(number, None))
    for number in sorted(marks.wrong):  # rows that hold nothing else end before they begin
        if number > header_at + 1:
            table.add(number, [], marks.wrong[number])
    return {
        "sheets": book.sheets(),
        "sheet": name,
        "header_row_no": header_at + 1,
        "headers": headers,
        **table.found(),
        "notes": _notes(headers, marks, header_at, wrong),
    }


def _choose(book: "TextFile | Workbook", kind: str, wanted: str) -> tuple[str, int, list[Any]]:
    best: tuple[int, str, int, list[Any]] = (0, "", 0, [])
    for each in book.sheets():
        name = each["name"]
        if (wanted and name != wanted) or (each["hidden"] and not wanted):
            continue
        for at, row in enumerate(book.head(name)):
            known = score(kind, [_text(cell) or "" for cell in row[:_MOST_COLUMNS]])
            if known > best[0]:
                best = (known, name, at, row)
    if best[0] < LEAST_KNOWN:
        raise FileRefused("headers", "No row of headers was found in the first twenty rows.")
    return best[1], best[2], best[3]


def _notes(headers: list[str], marks: Marks, header_at: int, wrong: int) -> dict[str, Any]:
    """What people should know of the sheet before they trust the columns."""
    names = [plain(each) for each in headers if each]
    repeated = [each for each in headers if each and names.count(plain(each)) > 1]
    hidden = sum(number > header_at + 1 for number in marks.hidden)
    found = {
        "repeated_headers": list(dict.fromkeys(repeated))[:20],
        "hidden_rows": hidden,
        "merged_cells": marks.merged,
        "wrong_cells": wrong,
    }
    return {name: value for name, value in found.items() if value}


class Table:
    """Rows below the header as they come: deflated in chunks, nothing else is kept of them."""

    def __init__(self, width: int) -> None:
        self._width = width
        self._waiting: list[list[Any]] = []
        self._chunks: list[tuple[int, bytes]] = []
        self._count = 0
        self._samples: list[str | None] = [None] * width
        self._tallies = [Tally() for _ in range(width)]

    def add(self, number: int, row: list[Any], wrong: dict[int, str] | None) -> None:
        """Take one row in, unless it is empty."""
        cells: list[Any] = [_cell(each) for each in row[: self._width]]
        for index, why in (wrong or {}).items():
            if index < self._width:
                cells += [None] * (index + 1 - len(cells))
                cells[index] = {"wrong": why}
        if not any(each is not None for each in cells):
            return
        self._count += 1
        if self._count > MOST_ROWS:
            raise FileRefused("too_long", f"The sheet has more than {MOST_ROWS} rows.")
        for index, cell in enumerate(cells):
            self._look_at(index, cell)
        self._waiting.append([number, *cells])
        if len(self._waiting) == CHUNK_ROWS:
            self._pack()

    def _look_at(self, index: int, cell: Any) -> None:
        if isinstance(cell, str):
            if self._samples[index] is None:
                self._samples[index] = cell[:80]
            self._tallies[index].see(cell)
        elif isinstance(cell, float):
            if self._samples[index] is None:
                self._samples[index] = repr(cell)
            self._tallies[index].numbers += 1
            self._tallies[index].filled += 1

    def found(self) -> dict[str, Any]:
        """What a file's answer says about the table."""
        if not self._count:
            raise FileRefused("rows", "There are no rows below the headers.")
        if self._waiting:
            self._pack()
        return {
            "first_cells": self._samples,
            "row_count": self._count,
            "chunks": self._chunks,
            "formats": [each.verdict() for each in self._tallies],
        }

    def _pack(self) -> None:
        packed = zlib.compress(json.dumps(self._waiting).encode(), 1)
        self._chunks.append((self._waiting[0][0], packed))
        self._waiting = []


class Workbook:
    """A workbook; one sheet is held at a time, and its rows are made as they are asked for."""

    def __init__(self, path: Path) -> None:
        from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

        with _damage_is_refused():
            self._workbook = CalamineWorkbook.from_path(str(path))
        self._heads: dict[str, list[list[Any]]] = {}
        self._sheets = []
        for each in self._workbook.sheets_metadata[:_MOST_SHEETS]:
            if each.typ != SheetTypeEnum.WorkSheet:
                continue
            height = self._look(each.name)
            hidden = each.visible != SheetVisibleEnum.Visible
            kind = most_like([self._texts(row) for row in self._heads[each.name]])
            self._sheets.append(
                {"name": each.name, "row_count": height, "hidden": hidden, "kind": kind}
            )

    def sheets(self) -> list[dict[str, Any]]:
        return self._sheets

    def head(self, name: str) -> list[list[Any]]:
        """The rows among which the header is looked for."""
        return self._heads[name]

    def rows(self, name: str) -> Iterator[tuple[int, list[Any]]]:
        """Number and cells of every row."""
        with _damage_is_refused():
            sheet = self._workbook.get_sheet_by_name(name)
            left = (sheet.start or (0, 0))[1]  # empty columns before the first are left out
            for at, row in enumerate(sheet.iter_rows(), start=1):
                yield at, [None] * left + row

    def _look(self, name: str) -> int:
        with _damage_is_refused():
            sheet = self._workbook.get_sheet_by_name(name)
            self._heads[name] = sheet.to_python(skip_empty_area=False, nrows=HEADER_ROWS)
            return int(sheet.total_height)

    @staticmethod
    def _texts(row: list[Any]) -> list[str]:
        return [_text(each) or "" for each in row[:_MOST_COLUMNS]]


class TextFile:
    """A file of separated values, in one of the encodings people still use."""

    def __init__(self, path: Path) -> None:
        text = _decoded(path.read_bytes())
        first = text.partition("\n")[0]
        self._delimiter = max(";,\t|", key=first.count)
        self._lines = text
        csv.field_size_limit(_LONGEST_CELL)
        self._head = [cells for _, cells in zip(range(HEADER_ROWS), self._cells(), strict=False)]
        self._height = text.count("\n") + 1

    def sheets(self) -> list[dict[str, Any]]:
        return [{"name": "", "row_count": self._height, "hidden": False, "kind": None}]

    def head(self, _name: str) -> list[list[Any]]:
        return [cells for cells in self._head]

    def rows(self, _name: str) -> Iterator[tuple[int, list[Any]]]:
        return enumerate(self._cells(), start=1)

    def _cells(self) -> Iterator[list[Any]]:
        try:
            yield from csv.reader(io.StringIO(self._lines), delimiter=self._delimiter)
        except csv.Error:
            raise FileRefused("unreadable", "The text is not a table.") from None


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "utf-16", "cp1252"):
        if encoding == "utf-16" and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
            continue
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileRefused("unreadable", "The text is in an unknown encoding.")


@contextmanager
def _damage_is_refused() -> Iterator[None]:
    from python_calamine import CalamineError

    try:
        yield
    except (CalamineError, ValueError, OSError):
        raise FileRefused("unreadable", "The workbook is damaged.") from None


def _cell(cell: Any) -> str | float | None:
    """As ``_text``, but fractions stay numbers: only their column knows how to write them."""
    if isinstance(cell, float) and not (cell.is_integer() and abs(cell) < 1e15):
        return cell if isfinite(cell) else None
    return _text(cell)


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
