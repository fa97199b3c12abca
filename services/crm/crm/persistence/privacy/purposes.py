"""For which purposes people's data may be used today."""

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from shared.capabilities.policy import same_organisation
from sqlalchemy import or_, select

from crm.persistence.privacy.tables import consents

if TYPE_CHECKING:
    from crm.persistence.work import CrmWork


def held_purposes(work: "CrmWork", contact_ids: Sequence[UUID]) -> dict[UUID, list[str]]:
    """Contact → purposes for which a ground holds, by name; one statement."""
    today = work.today()
    rows = work.session.execute(
        select(consents.c.contact_id, consents.c.purpose)
        .distinct()
        .where(same_organisation(work.caller, consents), consents.c.contact_id.in_(contact_ids))
        .where(consents.c.withdrawn_at.is_(None), consents.c.valid_from <= today)
        .where(or_(consents.c.valid_until.is_(None), consents.c.valid_until >= today))
        .order_by(consents.c.purpose)
    )
    held: dict[UUID, list[str]] = defaultdict(list)
    for row in rows:
        held[row.contact_id].append(row.purpose)
    return held
