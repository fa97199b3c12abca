"""What identity answers about rights; about others it needs ``role.view``."""

from typing import Protocol
from uuid import UUID

from shared.contracts.identity.access_views import (
    AccessChangeView,
    AccessDecisionView,
    EffectiveAccessView,
)


class AccessQuestions(Protocol):
    """Rights that explain themselves."""

    def explain_access(
        self,
        *,
        user_id: UUID,
        action: str,
        owner_id: UUID | None = None,
        unit_id: UUID | None = None,
        field_class: str | None = None,
    ) -> AccessDecisionView:
        """
        Say whether somebody may do something with a record of this owner and unit, and why.

        Raises: ``identity.user_unknown``, ``identity.right_unknown`` (Invalid).
        """
        ...

    def effective_access(self, *, user_id: UUID) -> EffectiveAccessView:
        """Answer all that somebody may do.  Raises: ``identity.user_unknown``."""
        ...

    def compare_access(
        self,
        *,
        user_id: UUID,
        remove_role_ids: list[UUID] | None = None,
        add_role_ids: list[UUID] | None = None,
    ) -> AccessChangeView:
        """
        Say what somebody would lose and gain; nothing is changed.

        Raises: ``identity.user_unknown``, ``identity.role_unknown``.
        """
        ...
