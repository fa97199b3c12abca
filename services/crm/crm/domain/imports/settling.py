"""After every row was tried alone: rows that repeat each other, and parents inside the file."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from crm.domain.imports.rows import is_written

# Keys by which two rows of a file are the same; the last one counts only for want of the others.
_SAME = {
    "customers": ("external_id", "customer_no", "organisation_number", "name"),
    "contacts": ("external_id", "email", "person"),
    "activities": ("external_id", "same"),
    "addresses": ("address",),
}
_DEEPEST = 50
AFTER_ALL = _DEEPEST + 1  # the depth of parts that need the customer of their row


@dataclass(frozen=True, kw_only=True)
class TriedRow:
    """
    What the check of one row left behind.

    Args:
        has_parent: Found in the database already.
        is_loose: An address that was matched only for being the one of its kind.
    """

    id: UUID
    row_no: int
    action: str
    record_id: UUID
    keys: dict[str, str]
    part: str = "customers"
    has_parent: bool = False
    is_loose: bool = False


@dataclass(kw_only=True)
class Settled:
    """
    What a look at all rows adds.

    Shape: ``repeated`` maps rows to (key, number of the row before); ``parents`` to (id of the
    record above, depth: rows of greater depth are written later); ``orphans`` have no parent;
    ``joined`` are rows of a customer that stands above already and a contact of its own, with
    the contact's row and the customer's id; ``separate`` are addresses that are not the one of
    their kind after all, because the file has several.
    """

    repeated: dict[UUID, tuple[str, int]] = field(default_factory=dict)
    parents: dict[UUID, tuple[UUID, int]] = field(default_factory=dict)
    orphans: list[UUID] = field(default_factory=list)
    joined: dict[UUID, tuple[UUID, UUID]] = field(default_factory=dict)
    separate: list[UUID] = field(default_factory=list)


def settle(kind: str, rows: Sequence[TriedRow]) -> Settled:
    """Look at all rows of a file together, in their order."""
    settled = Settled()
    own = [row for row in rows if row.part == kind]
    others = [row for row in rows if row.part != kind]
    firsts = _note_all_repeated(settled, kind, own)
    if kind == "customers":
        _join(settled, own, {row.row_no: row for row in others}, firsts)
        _note_all_repeated(settled, "contacts", others)
        _link_parents(settled, [row for row in own if row.id not in settled.repeated])
    if kind == "addresses":
        _part_addresses(settled, own)
    return settled


def _note_all_repeated(
    settled: Settled, kind: str, rows: Iterable[TriedRow]
) -> dict[int, TriedRow]:
    """Note rows that repeat another; the first rows by their number."""
    seen: dict[tuple[str, str], TriedRow] = {}
    for row in rows:
        if row.action in ("create", "update", "unchanged"):
            _note_repeated(settled, row, seen, _SAME[kind])
    return {row.row_no: row for row in seen.values()}


def _note_repeated(
    settled: Settled,
    row: TriedRow,
    seen: dict[tuple[str, str], TriedRow],
    same: Sequence[str],
) -> None:
    keys = [key for key in same[:-1] if key in row.keys] or [
        key for key in same[-1:] if key in row.keys
    ]
    for key in keys:
        first = seen.setdefault((key, row.keys[key]), row)
        if first is not row and is_written(row.action):
            settled.repeated[row.id] = (key, first.row_no)


def _join(
    settled: Settled,
    rows: Iterable[TriedRow],
    contacts: dict[int, TriedRow],
    firsts: dict[int, TriedRow],
) -> None:
    """A customer repeated with another contact is no mistake: the contact goes to the first."""
    for row in rows:
        contact = contacts.get(row.row_no)
        if contact is None or row.id not in settled.repeated:
            continue
        _, first_no = settled.repeated.pop(row.id)
        settled.joined[row.id] = (contact.id, firsts[first_no].record_id)


def _part_addresses(settled: Settled, rows: Sequence[TriedRow]) -> None:
    places = Counter(row.keys["place"] for row in rows if row.id not in settled.repeated)
    settled.separate = [
        row.id
        for row in rows
        if row.is_loose and places[row.keys["place"]] > 1 and row.id not in settled.repeated
    ]


def _link_parents(settled: Settled, rows: Sequence[TriedRow]) -> None:
    rows = [row for row in rows if row.id not in settled.joined]
    named = {row.keys["name"]: row.record_id for row in reversed(rows) if "name" in row.keys}
    waiting = [row for row in rows if "parent" in row.keys and not row.has_parent]
    above: dict[Any, UUID] = {
        row.record_id: named[row.keys["parent"]] for row in waiting if row.keys["parent"] in named
    }
    for row in waiting:
        if not is_written(row.action):
            continue
        depth = _depth(row.record_id, above)
        if 0 < depth <= _DEEPEST:
            settled.parents[row.id] = (above[row.record_id], depth)
        else:
            settled.orphans.append(row.id)


def _depth(record_id: UUID, above: dict[Any, UUID]) -> int:
    """Steps up to the top; more than ``_DEEPEST`` for rows that stand above themselves."""
    depth = 0
    while record_id in above and depth <= _DEEPEST:
        record_id, depth = above[record_id], depth + 1
    return depth
