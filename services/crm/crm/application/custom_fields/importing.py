"""The organisation's own fields in imports."""

from shared.capabilities.custom_fields import definitions, seen
from shared.kernel.custom_values import Definition

from crm.application.ports import CrmWork

_ENTITIES = {"customers": "customer", "contacts": "contact"}


def own_fields(work: CrmWork, kind: str) -> dict[str, Definition]:
    """Own fields by key that rows of an import may set; none for what has none."""
    entity = _ENTITIES.get(kind)
    if entity is None:
        return {}
    known = seen(definitions(work, entity), work.caller)
    return {key: each for key, each in known.items() if each.is_open}
