"""What became of rows: written, taken back, kept."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import func, or_, select, text, update
from sqlalchemy.orm import Session

from crm.domain.imports.wording import duplicate_issue
from crm.persistence.import_tables import import_rows

_TO_WRITE = (
    "id", "import_id", "part", "action", "record_id", "version_before", "match_keys", "plan",
    "issues",
)  # fmt: skip
_TO_UNDO = (
    "id", "import_id", "part", "record_id", "version_after", "before", "touched", "changes",
    "issues",
)  # fmt: skip
_MARK = text(
    "UPDATE import_rows AS row SET state = said.state, issues = COALESCE(said.issues, row.issues), "
    "has_issues = row.has_issues OR said.issues IS NOT NULL, version_after = said.version_after, "
    "written_no = said.written_no, "
    "before = said.before, touched = said.touched "
    "FROM json_to_recordset(CAST(:rows AS json)) AS said (id uuid, state text, issues jsonb, "
    "version_after integer, written_no integer, before jsonb, touched jsonb) WHERE row.id = said.id"
)
_MARK_UNDONE = text(
    "UPDATE import_rows AS row SET state = said.state, issues = said.issues, "
    "has_issues = said.issues <> '[]' "
    "FROM json_to_recordset(CAST(:rows AS json)) AS said (id uuid, state text, issues jsonb) "
    "WHERE row.id = said.id"
)
_VERSIONS_LEFT = text(
    "SELECT id, max(version) FROM ("
    "SELECT record_id AS id, version_after AS version FROM import_rows "
    "WHERE import_id = :import_id AND state = 'applied' AND record_id = ANY(CAST(:ids AS uuid[])) "
    "UNION ALL SELECT CAST(each->>'id' AS uuid), CAST(each->>'version_after' AS integer) "
    "FROM import_rows, jsonb_array_elements(touched) AS each "
    "WHERE import_id = :import_id AND state = 'applied' AND touched IS NOT NULL "
    "AND CAST(each->>'id' AS uuid) = ANY(CAST(:ids AS uuid[]))) AS left_behind GROUP BY id"
)
_MOVE_ON = text(
    "UPDATE import_rows AS row SET version_after = moved.now "
    "FROM json_to_recordset(CAST(:rows AS json)) AS moved (id uuid, was integer, now integer) "
    "WHERE row.import_id = :import_id AND row.record_id = moved.id AND row.state = 'applied' "
    "AND row.version_after = moved.was"
)


def pending(session: Session, import_id: UUID, limit: int) -> list[Any]:
    """Rows to write, parents before those below them."""
    return list(
        session.execute(
            select(*(import_rows.c[name] for name in _TO_WRITE))
            .where(import_rows.c.import_id == import_id, import_rows.c.state == "pending")
            .order_by(import_rows.c.depth, import_rows.c.row_no)
            .limit(limit)
        )
    )


def applied(session: Session, import_id: UUID, limit: int) -> list[Any]:
    """Rows to take back, the newest first."""
    return list(
        session.execute(
            select(*(import_rows.c[name] for name in _TO_UNDO))
            .where(import_rows.c.import_id == import_id, import_rows.c.state == "applied")
            .order_by(
                import_rows.c.written_no.desc(),
                import_rows.c.depth.desc(),
                import_rows.c.row_no.desc(),
            )
            .limit(limit)
        )
    )


def count_applied(session: Session, import_id: UUID) -> int:
    """How many rows were written and stand."""
    return session.execute(
        select(func.count())
        .select_from(import_rows)
        .where(import_rows.c.import_id == import_id, import_rows.c.state == "applied")
    ).scalar_one()


def troubled(session: Session, import_id: UUID) -> dict[int, list[dict[str, Any]]]:
    """What is wrong with rows, by their numbers; doubtful rows say so."""
    rows = session.execute(
        select(import_rows.c.row_no, import_rows.c.part, import_rows.c.issues)
        .where(import_rows.c.import_id == import_id)
        .where(or_(import_rows.c.has_issues, import_rows.c.action == "duplicate"))
        .order_by(import_rows.c.row_no, import_rows.c.part.desc())
    )
    found: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        issues = [{**each, "part": row.part} for each in row.issues]
        found.setdefault(row.row_no, []).extend(issues or [duplicate_issue(row.part)])
    return found


def versions_left(session: Session, import_id: UUID, ids: Sequence[UUID]) -> dict[UUID, int]:
    """The versions in which earlier rows of the import left records."""
    rows = session.execute(
        _VERSIONS_LEFT, {"import_id": import_id, "ids": [str(each) for each in ids]}
    )
    return {row[0]: row[1] for row in rows}


def mark_written(session: Session, written: Sequence[dict[str, Any]]) -> None:
    """Write down what became of rows; plain creations need their ids alone."""
    plain: dict[int, list[UUID]] = {}
    for each in written:
        if _is_plain(each):
            plain.setdefault(each["written_no"], []).append(each["id"])
    for written_no, ids in plain.items():
        session.execute(
            update(import_rows)
            .where(import_rows.c.id.in_(ids))
            .values(state="applied", version_after=1, written_no=written_no)
        )
    if others := [each for each in written if not _is_plain(each)]:
        session.execute(_MARK, {"rows": _json(others)})


def mark_undone(session: Session, undone: Sequence[dict[str, Any]]) -> None:
    """Write down what became of rows that were to be taken back."""
    session.execute(_MARK_UNDONE, {"rows": _json(undone)})


def move_on(session: Session, import_id: UUID, moved: dict[tuple[UUID, int], int]) -> None:
    """Records got new versions by being put back: earlier rows count from these."""
    rows = [{"id": each, "was": was, "now": now} for (each, was), now in moved.items()]
    session.execute(_MOVE_ON, {"rows": _json(rows), "import_id": import_id})


def _is_plain(written: dict[str, Any]) -> bool:
    return written.get("version_after") == 1 and not (
        written.get("before") or written.get("touched")
    )


def _json(rows: Any) -> str:
    return msgspec.json.encode(rows).decode()
