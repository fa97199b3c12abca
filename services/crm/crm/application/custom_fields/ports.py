"""What use cases of custom fields need from storage."""

from typing import Protocol
from uuid import UUID

from shared.contracts.crm.events import CustomFieldState

from crm.domain.custom_fields.fields import CustomField


class CustomFields(Protocol):
    """Definitions of the organisation's own fields."""

    def get(self, custom_field_id: UUID) -> CustomField: ...

    def of_key(self, entity: str, key: str) -> CustomField | None:
        """The field with the key, archived or not."""
        ...

    def of_key_id(self, key_id: UUID) -> CustomField | None:
        """The field that ``key_id`` of its entity and key stands for."""
        ...

    def remember(self, fact: CustomFieldState) -> None:
        """Keep crm's own copy, from which all services read definitions alike."""
        ...
