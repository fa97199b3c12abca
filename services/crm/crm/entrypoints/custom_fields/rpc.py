"""The organisation's own fields, as others may call them."""

from uuid import UUID

from shared.contracts.crm.custom_field_views import CustomFieldFields, CustomFieldView
from shared.kernel.paging import ListQuery, Page
from shared.rpc.server import command, question

from crm.application.custom_fields import definitions
from crm.persistence.work import CrmWork


class CustomFieldsRpc:
    """Promised in ``shared.contracts.crm.custom_field_rpc``."""

    @command()
    def create_custom_field(self, work: CrmWork, *, fields: CustomFieldFields) -> CustomFieldView:
        return work.custom_fields.view(definitions.create_custom_field(work, fields=fields))

    @question()
    def get_custom_field(self, work: CrmWork, *, custom_field_id: UUID) -> CustomFieldView:
        return work.custom_fields.show(custom_field_id)

    @question()
    def list_custom_fields(self, work: CrmWork, *, query: ListQuery) -> Page[CustomFieldView]:
        return work.custom_fields.page(query)

    @command()
    def change_custom_field(
        self,
        work: CrmWork,
        *,
        custom_field_id: UUID,
        expected_version: int,
        fields: CustomFieldFields,
    ) -> CustomFieldView:
        changed = definitions.change_custom_field(
            work, custom_field_id=custom_field_id, expected_version=expected_version, fields=fields
        )
        return work.custom_fields.view(changed)

    @command()
    def archive_custom_field(
        self, work: CrmWork, *, custom_field_id: UUID, expected_version: int | None = None
    ) -> CustomFieldView:
        retired = definitions.archive_custom_field(
            work, custom_field_id=custom_field_id, expected_version=expected_version
        )
        return work.custom_fields.view(retired)

    @command()
    def restore_custom_field(self, work: CrmWork, *, custom_field_id: UUID) -> CustomFieldView:
        restored = definitions.restore_custom_field(work, custom_field_id=custom_field_id)
        return work.custom_fields.view(restored)
