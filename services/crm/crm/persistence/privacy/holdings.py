"""What crm holds about people, and what it does when one is forgotten."""

from typing import Any

from shared.capabilities.privacy.holdings import Counts, Holdings, mine
from shared.contracts.privacy import SubjectState
from sqlalchemy import select, update

from crm.application.attachments.files import sweep_later
from crm.application.privacy.aftermath import retell_activity, retell_customer
from crm.domain.activities import Activity
from crm.domain.customers import Customer
from crm.persistence.attachments.tables import attachments
from crm.persistence.import_tables import import_chunks, import_files, import_rows
from crm.persistence.privacy.tables import exports


def finish(work: Any, subject: SubjectState, touched: dict[str, list[Any]]) -> Counts:
    """Empty the files of imports that named him, and tell the others what changed."""
    emptied = _empty_files(work, touched)
    _withdraw_exports(work)
    sweep_later(work)  # contents of the files that went
    for activity_id in touched.get("activities", []):
        retell_activity(work, work.session.get_one(Activity, activity_id, populate_existing=True))
    for customer_id in touched.get("customers", []):
        retell_customer(work, work.session.get_one(Customer, customer_id, populate_existing=True))
    return {"import_files": {"erased": emptied}} if emptied else {}


def _empty_files(work: Any, touched: dict[str, list[Any]]) -> int:
    ids = [*touched.get("import_chunks", []), *touched.get("import_files", [])]
    by_row = select(import_rows.c.import_id).where(
        mine(work, import_rows), import_rows.c.id.in_(touched.get("import_rows", []))
    )
    files = import_files.c.import_id
    emptied = work.session.execute(
        update(import_files)
        .where(mine(work, import_files), files.in_(ids) | files.in_(by_row))
        .where(import_files.c.content != b"")
        .values(content=b"")
        .returning(files)
    ).all()
    return len(emptied)


def _withdraw_exports(work: Any) -> None:
    work.session.execute(
        update(exports)
        .where(mine(work, exports), exports.c.status.in_(("writing", "ready")))
        .values(status="withdrawn", version=exports.c.version + 1)
    )


HOLDINGS = Holdings(
    persons={
        "attachments": "contact_id",
        "match_keys": "record_id",
        "notes": "contact_id",
        "contacts": "id",
    },
    parts=frozenset({f"{attachments.name}.note_id"}),
    files={
        f"{import_files.name}.content": "file",
        f"{import_chunks.name}.cells": "deflated",
        "erasure_keys.key": "sealed",
    },
    secrets=frozenset({"privacy_requests.subject", "erased_subjects.digest"}),
    finish=finish,
)
