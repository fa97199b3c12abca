"""What crm answers about the lists an organisation classifies by."""

from typing import Protocol
from uuid import UUID

from shared.contracts.crm.classification_views import (
    ActivityTypeFields,
    ActivityTypeView,
    ContactRoleFields,
    ContactRoleView,
    CustomerTypeFields,
    CustomerTypeView,
    IndustryFields,
    IndustryView,
    SegmentFields,
    SegmentView,
    TagFields,
    TagView,
)
from shared.kernel.paging import ListQuery, Page


class SegmentCalls(Protocol):
    """Maintained list: segments."""

    def create_segment(self, *, fields: SegmentFields) -> SegmentView:
        """Add a segment.  Raises: ``crm.segment_exists`` (RuleBroken)."""
        ...

    def get_segment(self, *, segment_id: UUID) -> SegmentView:
        """Answer a segment.  Raises: ``crm.segment_unknown``."""
        ...

    def list_segments(self, *, query: ListQuery) -> Page[SegmentView]:
        """List.  Filters and sorts: code, name, parent_code, position, active, archived."""
        ...

    def change_segment(
        self, *, segment_id: UUID, expected_version: int, fields: SegmentFields
    ) -> SegmentView:
        """Change a segment.  Raises: ``crm.segment_stale``."""
        ...

    def archive_segment(
        self, *, segment_id: UUID, expected_version: int | None = None
    ) -> SegmentView:
        """Retire a segment; records that have it keep it."""
        ...

    def restore_segment(self, *, segment_id: UUID) -> SegmentView:
        """Take a retired value back."""
        ...


class CustomerTypeCalls(Protocol):
    """Maintained list: customer types."""

    def create_customer_type(self, *, fields: CustomerTypeFields) -> CustomerTypeView:
        """Add a customer type.  Raises: ``crm.customer_type_exists`` (RuleBroken)."""
        ...

    def get_customer_type(self, *, customer_type_id: UUID) -> CustomerTypeView:
        """Answer a customer type.  Raises: ``crm.customer_type_unknown``."""
        ...

    def list_customer_types(self, *, query: ListQuery) -> Page[CustomerTypeView]:
        """List.  Filters and sorts: code, name, parent_code, position, active, archived."""
        ...

    def change_customer_type(
        self, *, customer_type_id: UUID, expected_version: int, fields: CustomerTypeFields
    ) -> CustomerTypeView:
        """Change a customer type.  Raises: ``crm.customer_type_stale``."""
        ...

    def archive_customer_type(
        self, *, customer_type_id: UUID, expected_version: int | None = None
    ) -> CustomerTypeView:
        """Retire a customer type; records that have it keep it."""
        ...

    def restore_customer_type(self, *, customer_type_id: UUID) -> CustomerTypeView:
        """Take a retired value back."""
        ...


class IndustryCalls(Protocol):
    """Maintained list: industries."""

    def create_industry(self, *, fields: IndustryFields) -> IndustryView:
        """Add an industry.  Raises: ``crm.industry_exists`` (RuleBroken)."""
        ...

    def get_industry(self, *, industry_id: UUID) -> IndustryView:
        """Answer an industry.  Raises: ``crm.industry_unknown``."""
        ...

    def list_industries(self, *, query: ListQuery) -> Page[IndustryView]:
        """List.  Filters and sorts: code, name, parent_code, position, active, archived."""
        ...

    def change_industry(
        self, *, industry_id: UUID, expected_version: int, fields: IndustryFields
    ) -> IndustryView:
        """Change an industry.  Raises: ``crm.industry_stale``."""
        ...

    def archive_industry(
        self, *, industry_id: UUID, expected_version: int | None = None
    ) -> IndustryView:
        """Retire an industry; records that have it keep it."""
        ...

    def restore_industry(self, *, industry_id: UUID) -> IndustryView:
        """Take a retired value back."""
        ...


class ContactRoleCalls(Protocol):
    """Maintained list: contact roles."""

    def create_contact_role(self, *, fields: ContactRoleFields) -> ContactRoleView:
        """Add a contact role.  Raises: ``crm.contact_role_exists`` (RuleBroken)."""
        ...

    def get_contact_role(self, *, contact_role_id: UUID) -> ContactRoleView:
        """Answer a contact role.  Raises: ``crm.contact_role_unknown``."""
        ...

    def list_contact_roles(self, *, query: ListQuery) -> Page[ContactRoleView]:
        """List.  Filters and sorts: code, name, parent_code, position, active, archived."""
        ...

    def change_contact_role(
        self, *, contact_role_id: UUID, expected_version: int, fields: ContactRoleFields
    ) -> ContactRoleView:
        """Change a contact role.  Raises: ``crm.contact_role_stale``."""
        ...

    def archive_contact_role(
        self, *, contact_role_id: UUID, expected_version: int | None = None
    ) -> ContactRoleView:
        """Retire a contact role; records that have it keep it."""
        ...

    def restore_contact_role(self, *, contact_role_id: UUID) -> ContactRoleView:
        """Take a retired value back."""
        ...


class ActivityTypeCalls(Protocol):
    """Maintained list: activity types."""

    def create_activity_type(self, *, fields: ActivityTypeFields) -> ActivityTypeView:
        """Add an activity type.  Raises: ``crm.activity_type_exists`` (RuleBroken)."""
        ...

    def get_activity_type(self, *, activity_type_id: UUID) -> ActivityTypeView:
        """Answer an activity type.  Raises: ``crm.activity_type_unknown``."""
        ...

    def list_activity_types(self, *, query: ListQuery) -> Page[ActivityTypeView]:
        """List.  Filters and sorts: code, name, parent_code, position, active, archived."""
        ...

    def change_activity_type(
        self, *, activity_type_id: UUID, expected_version: int, fields: ActivityTypeFields
    ) -> ActivityTypeView:
        """Change an activity type.  Raises: ``crm.activity_type_stale``."""
        ...

    def archive_activity_type(
        self, *, activity_type_id: UUID, expected_version: int | None = None
    ) -> ActivityTypeView:
        """Retire an activity type; records that have it keep it."""
        ...

    def restore_activity_type(self, *, activity_type_id: UUID) -> ActivityTypeView:
        """Take a retired value back."""
        ...


class TagCalls(Protocol):
    """Maintained list: tags."""

    def create_tag(self, *, fields: TagFields) -> TagView:
        """Add a tag.  Raises: ``crm.tag_exists`` (RuleBroken)."""
        ...

    def get_tag(self, *, tag_id: UUID) -> TagView:
        """Answer a tag.  Raises: ``crm.tag_unknown``."""
        ...

    def list_tags(self, *, query: ListQuery) -> Page[TagView]:
        """List.  Filters and sorts: code, name, parent_code, position, active, archived."""
        ...

    def change_tag(self, *, tag_id: UUID, expected_version: int, fields: TagFields) -> TagView:
        """Change a tag.  Raises: ``crm.tag_stale``."""
        ...

    def archive_tag(self, *, tag_id: UUID, expected_version: int | None = None) -> TagView:
        """Retire a tag; records that have it keep it."""
        ...

    def restore_tag(self, *, tag_id: UUID) -> TagView:
        """Take a retired value back."""
        ...


class ClassificationCalls(
    SegmentCalls,
    CustomerTypeCalls,
    IndustryCalls,
    ContactRoleCalls,
    ActivityTypeCalls,
    TagCalls,
    Protocol,
):
    """Every maintained list; values in use are retired, not deleted."""
