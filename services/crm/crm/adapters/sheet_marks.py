"""
What a workbook's XML says about cells that the reader of values does not: formulas without a
result, cells in error, hidden rows, merged cells.  Read as a stream; nothing is expanded.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import unescape

_PIECE = 1024 * 1024
_MOST_MARKS = 10_000
_LONGEST_CELL = 100_000  # bytes of XML; a longer cell is text
_CELL = re.compile(
    rb"<c\b([^>]*?)(?:/>|>\s*(<f\b[^>]*?(?:/>|>[^<]*</f>))?\s*(<v\s*/>|<v>[^<]*</v>|<is>)?)"
)
_ROW = re.compile(rb'<row\b[^>]*?\br="(\d+)"[^>]*?\bhidden="(?:1|true)"')
_ROW_HIDDEN_FIRST = re.compile(rb'<row\b[^>]*?\bhidden="(?:1|true)"[^>]*?\br="(\d+)"')
_PLACE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_SHEET = re.compile(rb"<sheet\b[^>]*>")
_NAME, _LINK = re.compile(rb'\bname="([^"]*)"'), re.compile(rb'\br:id="([^"]*)"')
_RELATION = re.compile(rb"<Relationship\b[^>]*>")
_ID, _TARGET = re.compile(rb'\bId="([^"]*)"'), re.compile(rb'\bTarget="([^"]*)"')


@dataclass
class Marks:
    """Shape: ``wrong`` maps rows to {column index: ``formula`` or ``error``}, both as counted."""

    wrong: dict[int, dict[int, str]] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    merged: int = 0


def marks_of(path: Path, sheet: str) -> Marks:
    """The marks of one sheet of an .xlsx; none for other kinds of workbook."""
    marks = Marks()
    with zipfile.ZipFile(path) as archive:
        member = _member_of(archive, sheet)
        if member is None:
            return marks
        for text in _pieces(archive, member):
            _note_cells(marks, text)
            for pattern in (_ROW, _ROW_HIDDEN_FIRST):
                marks.hidden.update(int(each) for each in pattern.findall(text))
            marks.merged += text.count(b"<mergeCell ")
    return marks


def _note_cells(marks: Marks, text: bytes) -> None:
    if b"<f" not in text and b't="e"' not in text:
        return
    for match in _CELL.finditer(text):
        attributes, formula, value = match.groups()
        has_value = value is not None and value not in (b"<v></v>",) and not value.endswith(b"/>")
        if b't="e"' in attributes:
            why = "error"
        elif formula and not has_value:
            why = "formula"
        else:
            continue
        place = _PLACE.search(attributes)
        if place and len(marks.wrong) < _MOST_MARKS:
            row = marks.wrong.setdefault(int(place[2]), {})
            row[_index(place[1])] = why


def _pieces(archive: zipfile.ZipFile, member: str) -> Iterator[bytes]:
    """The XML in pieces that end between cells, so that no cell is cut in two."""
    left = b""
    with archive.open(member) as stream:
        while piece := stream.read(_PIECE):
            text = left + piece
            cut = max(text.rfind(b"<c "), text.rfind(b"<row "), len(text) - _LONGEST_CELL)
            yield text[:cut]
            left = text[cut:]
    yield left


def _member_of(archive: zipfile.ZipFile, sheet: str) -> str | None:
    names = set(archive.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return None
    links = {}
    for tag in _SHEET.findall(archive.read("xl/workbook.xml")):
        name, link = _NAME.search(tag), _LINK.search(tag)
        if name and link:
            text = unescape(name[1].decode("utf-8", "replace"), {"&quot;": '"', "&apos;": "'"})
            links[text] = link[1]
    for tag in _RELATION.findall(archive.read("xl/_rels/workbook.xml.rels")):
        known, target = _ID.search(tag), _TARGET.search(tag)
        if known and target and known[1] == links.get(sheet):
            path = target[1].decode("utf-8", "replace")
            member = path.lstrip("/") if path.startswith("/") else f"xl/{path}"
            return member if member in names else None
    return None


def _index(letters: bytes) -> int:
    index = 0
    for each in letters:
        index = index * 26 + each - 64
    return index - 1
