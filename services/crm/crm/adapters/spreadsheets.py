"""Reads workbooks and CSV files in a process of its own, because nobody trusts them."""

import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec
from shared.kernel.errors import Invalid

from crm.adapters.marked_workbook import write_marked
from crm.domain.imports.sheets import MarkedRow, Sheet, Workbook

# What the reader says → the code; everything else is ``crm.import_file_<reason>``.
_CODES = {"headers": "crm.import_headers_missing", "rows": "crm.import_rows_missing"}


class ConfinedSpreadsheets:
    """
    Starts ``spreadsheet_reader`` for each file.

    Args:
        wall_seconds: The reader is ended after this; its memory and CPU it limits itself.
        run_native: Runs a function outside the process's event loop, if it has one.
    """

    def __init__(self, *, wall_seconds: float, run_native: Callable[..., Any]) -> None:
        self._wall_seconds = wall_seconds
        self._run_native = run_native

    def write_marked(self, *, headers: Sequence[str], rows: Sequence[MarkedRow]) -> bytes:
        """A workbook of rows with what is wrong at each cell."""
        return self._run_native(write_marked, headers, rows)  # type: ignore[no-any-return]

    def read(
        self, *, filename: str, content: bytes, kind: str, sheet: str | None = None
    ) -> Workbook:
        """
        Read the sheet most like *kind*, or the one named.

        Raises:
            Invalid: ``crm.import_file_…``, ``crm.import_headers_missing``,
                ``crm.import_rows_missing``.
        """
        with tempfile.TemporaryDirectory(prefix="import-") as folder:
            path = Path(folder) / "upload"
            path.write_bytes(content)
            answer = self._run([str(path), filename, kind, sheet or ""])
        if "refused" in answer:
            reason, message = answer["refused"]
            raise Invalid(message, code=_CODES.get(reason, f"crm.import_file_{reason}"))
        found = answer["found"]
        sheets = [Sheet(**each) for each in found.pop("sheets")]
        chunks = [(first, cells) for first, cells in found.pop("chunks")]
        formats = [(form, is_open) for form, is_open in found.pop("formats")]
        return Workbook(sheets=sheets, chunks=chunks, formats=formats, **found)

    def _run(self, arguments: list[str]) -> dict[str, Any]:
        command = [sys.executable, "-I", "-m", "crm.adapters.spreadsheet_reader", *arguments]
        try:
            done = subprocess.run(
                command,
                env={"LC_ALL": "C.UTF-8"},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=self._wall_seconds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise Invalid(
                "The file takes too long to read.", code="crm.import_file_too_heavy"
            ) from None
        if done.returncode != 0:
            raise Invalid("The file cannot be read.", code="crm.import_file_unreadable")
        return msgspec.msgpack.decode(done.stdout)  # type: ignore[no-any-return]
