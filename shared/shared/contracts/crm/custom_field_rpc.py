"""What crm answers about the fields an organisation defines itself."""

from typing import Protocol
from uuid import UUID

from shared.contracts.crm.custom_field_views import CustomFieldFields, CustomFieldView
from shared.kernel.paging import ListQuery, Page


class CustomFieldCalls(Protocol):
    """Definitions of fields; every service reads them from its copies."""

    def create_custom_field(self, *, fields: CustomFieldFields) -> CustomFieldView:
        """
        Define a field; it can be used at once everywhere.

        Raises: ``crm.custom_field_invalid`` (Invalid) or the one problem:
        ``crm.custom_field_key_invalid``, ``crm.custom_field_type_unknown``,
        ``crm.custom_field_options_missing`` …; ``crm.custom_field_exists`` (RuleBroken).
        """
        ...

    def get_custom_field(self, *, custom_field_id: UUID) -> CustomFieldView:
        """Answer one field.  Raises: ``crm.custom_field_unknown``."""
        ...

    def list_custom_fields(self, *, query: ListQuery) -> Page[CustomFieldView]:
        """
        List fields, as a form needs them.

        Filters and sorts: entity, key, type, field_class, position, active, required,
        created_at; filters only: id, archived.
        """
        ...

    def change_custom_field(
        self, *, custom_field_id: UUID, expected_version: int, fields: CustomFieldFields
    ) -> CustomFieldView:
        """
        Change a field.

        Raises: as ``create_custom_field``; ``crm.custom_field_fixed`` (RuleBroken): entity, key
        and type stay, because values are kept by them.
        """
        ...

    def archive_custom_field(
        self, *, custom_field_id: UUID, expected_version: int | None = None
    ) -> CustomFieldView:
        """Retire a field; values there are stay readable, and its key stays taken."""
        ...

    def restore_custom_field(self, *, custom_field_id: UUID) -> CustomFieldView:
        """Take a field back."""
        ...
