"""After every row was tried alone: rows that repeat each other, and parents inside the file."""

from typing import Any

from sqlalchemy import Text, cast, func, literal, select, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session, aliased

from crm.domain.imports.batches import MATCH_KEYS, ImportBatch
from crm.persistence.import_tables import import_rows

_WRITTEN = ("create", "update")
_DEEPEST = 50


def mark_repeated(session: Session, batch: ImportBatch) -> None:
    """The second of two rows with the same key is a duplicate; names count for want of more."""
    rows = import_rows
    for key in MATCH_KEYS[batch.kind]:
        value = rows.c.match_keys[key].astext
        named = [rows.c.import_id == batch.id, rows.c.action.in_(_WRITTEN), value.is_not(None)]
        if key == "name":
            stronger = [each for each in MATCH_KEYS[batch.kind] if each not in ("name", "email")]
            stronger += ["email"] if batch.kind == "contacts" else []
            named += [rows.c.match_keys[each].astext.is_(None) for each in stronger]
        if key == "email" and batch.kind == "customers":
            continue  # several customers may share a post office box of the modern kind
        over = {"partition_by": value, "order_by": rows.c.row_no}
        numbered = (
            select(
                rows.c.id,
                func.row_number().over(**over).label("nth"),
                func.first_value(rows.c.row_no).over(**over).label("first_no"),
            )
            .where(*named)
            .subquery()
        )
        issue = func.jsonb_build_array(
            func.jsonb_build_object(
                *_texts("level", "error", "code", "crm.import_row_repeated", "field", key),
                literal("message", Text),
                literal("the same as row ", Text) + cast(numbered.c.first_no, Text),
            )
        )
        session.execute(
            update(rows)
            .where(rows.c.id == numbered.c.id, numbered.c.nth > 1)
            .values(
                action="duplicate",
                state="skipped",
                has_issues=True,
                issues=rows.c.issues.concat(cast(issue, JSONB)),
            )
        )


def link_parents(session: Session, batch: ImportBatch) -> None:
    """Rows whose parent is another row of the file come after it and carry its id."""
    rows, parents = import_rows, aliased(import_rows)
    wanted = rows.c.match_keys["parent"].astext
    found = session.execute(
        select(rows.c.id, rows.c.record_id, rows.c.plan, parents.c.record_id.label("parent_id"))
        .join(
            parents,
            (parents.c.import_id == batch.id)
            & (parents.c.match_keys["name"].astext == wanted)
            & parents.c.action.in_((*_WRITTEN, "unchanged")),
        )
        .where(rows.c.import_id == batch.id, rows.c.action.in_(_WRITTEN))
        .where(~rows.c.plan["values"].has_key("parent_id"))
    ).all()
    above = {row.record_id: row.parent_id for row in found}
    for row in found:
        depth = _depth(row.record_id, above)
        if depth > _DEEPEST:
            continue
        plan = {**row.plan, "values": {**row.plan["values"], "parent_id": str(row.parent_id)}}
        session.execute(update(rows).where(rows.c.id == row.id).values(depth=depth, plan=plan))
    _warn_of_unknown_parents(session, batch)


def _warn_of_unknown_parents(session: Session, batch: ImportBatch) -> None:
    rows = import_rows
    issue = func.jsonb_build_array(
        func.jsonb_build_object(
            *_texts("level", "warning", "code", "crm.import_parent_unknown", "field", "parent"),
            *_texts("message", "there is no such parent"),
        )
    )
    session.execute(
        update(rows)
        .where(rows.c.import_id == batch.id, rows.c.action.in_(_WRITTEN))
        .where(rows.c.match_keys.has_key("parent"))
        .where(~rows.c.plan["values"].has_key("parent_id"))
        .values(has_issues=True, issues=rows.c.issues.concat(cast(issue, JSONB)))
    )


def _depth(record_id: Any, above: dict[Any, Any]) -> int:
    """Steps up to the top; more than ``_DEEPEST`` for rows that stand above themselves."""
    depth = 0
    while record_id in above and depth <= _DEEPEST:
        record_id, depth = above[record_id], depth + 1
    return depth


def _texts(*words: str) -> list[Any]:
    return [literal(word, Text) for word in words]
