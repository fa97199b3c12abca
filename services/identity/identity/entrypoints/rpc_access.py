"""Explained rights, as the gateway asks for them."""

from uuid import UUID

from shared.contracts.identity.access_views import (
    AccessChangeView,
    AccessDecisionView,
    EffectiveAccessView,
)
from shared.rpc.server import question

from identity.application import explaining
from identity.persistence.work import IdentityWork


class AccessRpc:
    """Promised in shared.contracts.identity.access_rpc."""

    @question()
    def explain_access(
        self,
        work: IdentityWork,
        *,
        user_id: UUID,
        action: str,
        owner_id: UUID | None = None,
        unit_id: UUID | None = None,
        field_class: str | None = None,
    ) -> AccessDecisionView:
        record = {"owner_id": owner_id, "unit_id": unit_id}
        return explaining.explain_access(
            work, user_id=user_id, action=action, field_class=field_class, **record
        )

    @question()
    def effective_access(self, work: IdentityWork, *, user_id: UUID) -> EffectiveAccessView:
        return explaining.effective_access(work, user_id=user_id)

    @question()
    def compare_access(
        self,
        work: IdentityWork,
        *,
        user_id: UUID,
        remove_role_ids: list[UUID] | None = None,
        add_role_ids: list[UUID] | None = None,
    ) -> AccessChangeView:
        return explaining.compare_access(
            work,
            user_id=user_id,
            remove_role_ids=remove_role_ids or [],
            add_role_ids=add_role_ids or [],
        )
