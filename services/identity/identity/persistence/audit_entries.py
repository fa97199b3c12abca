"""The audit trail of identity, for those who may read it."""

from shared.persistence.listing import Listing

from identity.persistence.tables import metadata

audit_entries = metadata.tables["audit_entries"]

_FIELDS = {
    "at": audit_entries.c.at,
    "actor_id": audit_entries.c.actor_id,
    "source": audit_entries.c.source,
    "action": audit_entries.c.action,
    "entity": audit_entries.c.entity,
    "entity_id": audit_entries.c.entity_id,
    "request_id": audit_entries.c.correlation_id,
}
AUDIT_ENTRIES = Listing(
    audit_entries, filters=_FIELDS, sorts={"at": audit_entries.c.at}, default_sort="-at"
)
