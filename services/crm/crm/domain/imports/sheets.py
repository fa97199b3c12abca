"""What is read from an uploaded file: its sheets, and the cells of one of them."""

from dataclasses import dataclass, field
from typing import Any

CHUNK_ROWS = 500  # rows that are read, checked and written together


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A sheet of a workbook."""

    name: str
    row_count: int
    hidden: bool = False
    kind: str | None = None  # what its headers resemble most


@dataclass(frozen=True, kw_only=True)
class Workbook:
    """
    A file that could be read.

    Shape: ``chunks`` are pairs of the number of the first row in the file and its rows, JSON
    lists of cells, deflated; a cell is text, a fraction, null or ``{"wrong": why}``.
    ``first_cells`` has one sample per header, ``formats`` (name, is open) of each column;
    ``notes`` what else was noticed.
    """

    sheets: list[Sheet]
    sheet: str
    header_row_no: int
    headers: list[str]
    first_cells: list[str | None]
    row_count: int
    formats: list[tuple[str | None, bool]] = field(default_factory=list)
    notes: dict[str, Any] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    chunks: list[tuple[int, bytes]] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class MarkedRow:
    """
    A row of the file as it was uploaded, with what is wrong with it.

    Shape: ``marks`` maps column indexes to what is wrong there (Norwegian, English); ``nb`` and
    ``en`` say it for the whole row.
    """

    row_no: int
    cells: list[Any]
    marks: dict[int, tuple[str, str]]
    nb: str
    en: str
