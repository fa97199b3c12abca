"""Contact roles, activity types and tags, as others may call them."""

from uuid import UUID

from shared.contracts.crm.classification_views import (
    ActivityTypeFields,
    ActivityTypeView,
    ContactRoleFields,
    ContactRoleView,
    TagFields,
    TagView,
)
from shared.kernel.paging import ListQuery, Page
from shared.rpc.server import command, question

from crm.entrypoints import lists
from crm.persistence.work import CrmWork


class MoreListsRpc:
    """Promised in ``shared.contracts.crm.classification_rpc``."""

    @command()
    def create_contact_role(self, work: CrmWork, *, fields: ContactRoleFields) -> ContactRoleView:
        return lists.create(work, "contact_roles", ContactRoleView, fields)

    @question()
    def get_contact_role(self, work: CrmWork, *, contact_role_id: UUID) -> ContactRoleView:
        return lists.get(work, "contact_roles", ContactRoleView, contact_role_id)

    @command()
    def list_contact_roles(self, work: CrmWork, *, query: ListQuery) -> Page[ContactRoleView]:
        return lists.page(work, "contact_roles", ContactRoleView, query)

    @command()
    def change_contact_role(
        self,
        work: CrmWork,
        *,
        contact_role_id: UUID,
        expected_version: int,
        fields: ContactRoleFields,
    ) -> ContactRoleView:
        return lists.change(
            work, "contact_roles", ContactRoleView, contact_role_id, expected_version, fields
        )

    @command()
    def archive_contact_role(
        self, work: CrmWork, *, contact_role_id: UUID, expected_version: int | None = None
    ) -> ContactRoleView:
        return lists.archive(
            work, "contact_roles", ContactRoleView, contact_role_id, expected_version
        )

    @command()
    def restore_contact_role(self, work: CrmWork, *, contact_role_id: UUID) -> ContactRoleView:
        return lists.restore(work, "contact_roles", ContactRoleView, contact_role_id)

    @command()
    def create_activity_type(
        self, work: CrmWork, *, fields: ActivityTypeFields
    ) -> ActivityTypeView:
        return lists.create(work, "activity_types", ActivityTypeView, fields)

    @question()
    def get_activity_type(self, work: CrmWork, *, activity_type_id: UUID) -> ActivityTypeView:
        return lists.get(work, "activity_types", ActivityTypeView, activity_type_id)

    @command()
    def list_activity_types(self, work: CrmWork, *, query: ListQuery) -> Page[ActivityTypeView]:
        return lists.page(work, "activity_types", ActivityTypeView, query)

    @command()
    def change_activity_type(
        self,
        work: CrmWork,
        *,
        activity_type_id: UUID,
        expected_version: int,
        fields: ActivityTypeFields,
    ) -> ActivityTypeView:
        return lists.change(
            work, "activity_types", ActivityTypeView, activity_type_id, expected_version, fields
        )

    @command()
    def archive_activity_type(
        self, work: CrmWork, *, activity_type_id: UUID, expected_version: int | None = None
    ) -> ActivityTypeView:
        return lists.archive(
            work, "activity_types", ActivityTypeView, activity_type_id, expected_version
        )

    @command()
    def restore_activity_type(self, work: CrmWork, *, activity_type_id: UUID) -> ActivityTypeView:
        return lists.restore(work, "activity_types", ActivityTypeView, activity_type_id)

    @command()
    def create_tag(self, work: CrmWork, *, fields: TagFields) -> TagView:
        return lists.create(work, "tags", TagView, fields)

    @question()
    def get_tag(self, work: CrmWork, *, tag_id: UUID) -> TagView:
        return lists.get(work, "tags", TagView, tag_id)

    @command()
    def list_tags(self, work: CrmWork, *, query: ListQuery) -> Page[TagView]:
        return lists.page(work, "tags", TagView, query)

    @command()
    def change_tag(
        self, work: CrmWork, *, tag_id: UUID, expected_version: int, fields: TagFields
    ) -> TagView:
        return lists.change(work, "tags", TagView, tag_id, expected_version, fields)

    @command()
    def archive_tag(
        self, work: CrmWork, *, tag_id: UUID, expected_version: int | None = None
    ) -> TagView:
        return lists.archive(work, "tags", TagView, tag_id, expected_version)

    @command()
    def restore_tag(self, work: CrmWork, *, tag_id: UUID) -> TagView:
        return lists.restore(work, "tags", TagView, tag_id)
