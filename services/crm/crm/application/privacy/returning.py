"""What keeps an import from bringing a forgotten person back unnoticed."""

from collections.abc import Sequence

from crm.application.ports import CrmWork
from crm.domain.imports.rows import Row


def refuse_forgotten(work: CrmWork, rows: Sequence[Row]) -> None:
    """Refuse new rows with an e-mail or phone of somebody forgotten; a person may still add him."""
    addresses = {row.row_no: _addresses(row) for row in rows if row.action == "create"}
    if not any(addresses.values()):
        return
    buried = work.privacy.buried({each for found in addresses.values() for each in found})
    for row in rows:
        if buried & addresses.get(row.row_no, set()):
            row.action, row.record_id = "error", None
            row.refuse(None, "crm.person_erased", "this person asked to be forgotten")


def _addresses(row: Row) -> set[str]:
    return {*(row.values.get("emails") or []), *(row.values.get("phones") or [])}
