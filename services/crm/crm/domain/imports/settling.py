"""After every row was tried alone: rows that repeat each other, and parents inside the file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from crm.domain.imports.rows import is_written

# Keys by which two rows of a file are the same; a name counts only for want of the others.
_SAME = {"customers": ("customer_no", "organisation_number"), "contacts": ("email",)}
_DEEPEST = 50


@dataclass(frozen=True, kw_only=True)
class TriedRow:
    """What the check of one row left behind.  ``has_parent``: found in the database already."""

    id: UUID
    row_no: int
    action: str
    record_id: UUID
    keys: dict[str, str]
    has_parent: bool = False


@dataclass(kw_only=True)
class Settled:
    """
    What a look at all rows adds.

    Shape: ``repeated`` maps rows to (key, number of the row before); ``parents`` to (id of the
    record above, depth: rows of greater depth are written later); ``orphans`` have no parent.
    """

    repeated: dict[UUID, tuple[str, int]] = field(default_factory=dict)
    parents: dict[UUID, tuple[UUID, int]] = field(default_factory=dict)
    orphans: list[UUID] = field(default_factory=list)


def settle(kind: str, rows: Sequence[TriedRow]) -> Settled:
    """Look at all rows of a file together, in their order."""
    settled = Settled()
    seen: dict[tuple[str, str], int] = {}
    for row in rows:
        if is_written(row.action):
            _note_repeated(settled, row, seen, _SAME[kind])
    left = [row for row in rows if row.id not in settled.repeated]
    _link_parents(settled, left)
    return settled


def _note_repeated(
    settled: Settled, row: TriedRow, seen: dict[tuple[str, str], int], same: Iterable[str]
) -> None:
    keys = [key for key in same if key in row.keys] or [key for key in ("name",) if key in row.keys]
    for key in keys:
        first_no = seen.setdefault((key, row.keys[key]), row.row_no)
        if first_no != row.row_no:
            settled.repeated[row.id] = (key, first_no)


def _link_parents(settled: Settled, rows: Sequence[TriedRow]) -> None:
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
