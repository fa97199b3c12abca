"""Criteria of customers, as services other than crm know them: as customers are now."""

from collections.abc import Iterable
from uuid import UUID

from shared.capabilities.references import Copies, references_seen

# Criterion → the field of a customer's facts; places are those of its main address.
CRITERIA = {
    "segment": "segment_ids", "customer_type": "type_id", "rating": "rating",
    "account_owner": "owner_id", "customer_unit": "unit_id", "industry": "industry_code",
    "country": "country", "region": "region", "city": "city",
}  # fmt: skip


def groups_of_customers(work: Copies, criterion: str, ids: Iterable[UUID]) -> dict[UUID, list[str]]:
    """The groups, as text, of each customer the caller may see: several segments, or none."""
    found = {}
    for each in references_seen(work, "customer", ids):
        value = each.data.get(CRITERIA[criterion])
        values = value if isinstance(value, list) else [value]
        found[each.id] = [str(one) for one in values if one is not None]
    return found
