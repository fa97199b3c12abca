"""Values of custom fields on customers and contacts."""

from typing import Any

from shared.capabilities.custom_fields import settle
from shared.kernel.custom_values import KIND
from shared.kernel.errors import Invalid, ReferenceMissing
from shared.kernel.records import Record

from crm.application.ports import CrmWork
from crm.domain.values.problems import Problems


def settle_custom(
    work: CrmWork,
    entity: str,
    values: dict[str, Any],
    problems: Problems,
    *,
    record: Record | None,
) -> None:
    """
    Turn the merge patch among *values* into the values kept, noting every problem.

    Args:
        record: What is changed; None when it is new and needs every required value.

    Raises:
        Forbidden: ``platform.field_forbidden``.
    """
    if record is not None and "custom" not in values:
        return
    old = None if record is None else record.custom  # type: ignore[attr-defined]
    try:
        values["custom"] = settle(work, entity, values.get("custom", {}), old=old)
    except ReferenceMissing as missing:
        # The definitions are crm's own: there is nobody else to ask.
        if missing.reference_kind != KIND or not isinstance(missing.otherwise, Invalid):
            raise
        problems.found.extend(missing.otherwise.errors)
