"""What was changed about a customer or contact, from the audit trail."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from shared.capabilities.custom_fields import shown
from shared.capabilities.policy import same_organisation
from shared.contracts.crm.changes.views import RecordChangeView
from shared.kernel.paging import ListQuery, Page
from shared.persistence.listing import Listing
from sqlalchemy import and_

from crm.persistence.tables import metadata

if TYPE_CHECKING:
    from crm.persistence.work import CrmWork

audit_entries = metadata.tables["audit_entries"]
_FIELDS = {name: audit_entries.c[name] for name in ("at", "actor_id", "source", "action")}
_CHANGES = Listing(
    audit_entries, filters=_FIELDS, sorts={"at": audit_entries.c.at}, default_sort="-at"
)
_PLAIN = ("id", "at", "actor_id", "source", "action")
_OWN = "custom."


def changes_of(
    work: "CrmWork", entity: str, record_id: UUID, query: ListQuery
) -> Page[RecordChangeView]:
    """
    A page of a record's changes; whether the caller sees the record is asked elsewhere.

    Args:
        entity: customer or contact.
    """
    its = audit_entries.c.entity_id == record_id
    return _CHANGES.page(
        work,
        query,
        where=and_(same_organisation(work.caller, audit_entries), its),
        to_views=lambda rows: _views(work, entity, rows),
    )


def _views(work: "CrmWork", entity: str, rows: Any) -> list[RecordChangeView]:
    own = [
        {name.removeprefix(_OWN): pair for name, pair in row.changes.items() if _is_own(name)}
        for row in rows
    ]
    seen = shown(work, entity, own)
    return [
        RecordChangeView(
            **{name: getattr(row, name) for name in _PLAIN},
            version=row.entity_version,
            request_id=row.correlation_id,
            changes={name: pair for name, pair in row.changes.items() if not _is_own(name)}
            | {f"{_OWN}{key}": pair for key, pair in mine.items()},
        )
        for row, mine in zip(rows, seen, strict=True)
    ]


def _is_own(name: str) -> bool:
    return name.startswith(_OWN)
