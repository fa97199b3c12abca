"""For which purposes people's data may be used today."""

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from shared.capabilities.policy import same_organisation
from shared.capabilities.statements import Statement, is_one_of, parameter
from sqlalchemy import Date, Select, or_, select

from crm.persistence.privacy.tables import consents

if TYPE_CHECKING:
    from crm.persistence.work import CrmWork


def _held(caller: Any) -> Select[Any]:
    today = parameter("today", Date)
    return (
        select(consents.c.contact_id, consents.c.purpose)
        .distinct()
        .where(same_organisation(caller, consents), is_one_of(consents.c.contact_id, "contact_ids"))
        .where(consents.c.withdrawn_at.is_(None), consents.c.valid_from <= today)
        .where(or_(consents.c.valid_until.is_(None), consents.c.valid_until >= today))
        .order_by(consents.c.purpose)
    )


_HELD = Statement(_held)


def held_purposes(work: "CrmWork", contact_ids: Sequence[UUID]) -> dict[UUID, list[str]]:
    """Contact → purposes for which a ground holds, by name; one statement."""
    rows = _HELD.run(work, contact_ids=list(contact_ids), today=work.today())
    held: dict[UUID, list[str]] = defaultdict(list)
    for row in rows:
        held[row.contact_id].append(row.purpose)
    return held
