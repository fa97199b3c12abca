"""What the use cases of customer lists need from outside."""

from collections.abc import Sequence
from typing import Any, Protocol
from uuid import UUID

from crm.domain.customer_lists.lists import CustomerList


class CustomerLists(Protocol):
    """Customer lists; ``get`` refuses those the caller may not open."""

    def get(self, list_id: UUID, *, lock: bool = False) -> CustomerList: ...

    def is_named(self, name: str, owner_id: UUID, *, but: UUID) -> bool:
        """Whether the owner has another live list with the name."""
        ...

    def check_rule(self, entity: str, rule: dict[str, Any]) -> None:
        """
        Stop unless the entity's list takes the rule.

        Raises:
            Invalid: An unknown filter or a wrong value; the pointer names the filter.
        """
        ...

    def seen(self, entity: str, ids: Sequence[UUID]) -> set[UUID]: ...

    def member_count(self, found: CustomerList) -> int:
        """Members kept, seen by the caller or not."""
        ...

    def add_members(self, found: CustomerList, ids: Sequence[UUID]) -> int:
        """Put records on a static list; how many were not on it."""
        ...

    def remove_member(self, found: CustomerList, member_id: UUID) -> bool: ...

    def note_export(self, found: CustomerList) -> None:
        """Write the export into the audit trail."""
        ...
