"""What is read from an uploaded file: its sheets, and the cells of one of them."""

from dataclasses import dataclass, field

CHUNK_ROWS = 500  # rows that are read, checked and written together


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A sheet of a workbook."""

    name: str
    row_count: int
    hidden: bool = False


@dataclass(frozen=True, kw_only=True)
class Workbook:
    """
    A file that could be read.

    Shape: ``chunks`` are pairs of the number of the first row in the file and its rows, JSON
    lists of texts and nulls, deflated; ``first_cells`` has one sample per header.
    """

    sheets: list[Sheet]
    sheet: str
    header_row_no: int
    headers: list[str]
    first_cells: list[str | None]
    row_count: int
    warnings: list[str] = field(default_factory=list)
    chunks: list[tuple[int, bytes]] = field(default_factory=list)
