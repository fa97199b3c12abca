"""Segments, customer types and industries, as others may call them."""

from uuid import UUID

from shared.contracts.crm.classification_views import (
    CustomerTypeFields,
    CustomerTypeView,
    IndustryFields,
    IndustryView,
    SegmentFields,
    SegmentView,
)
from shared.kernel.paging import ListQuery, Page
from shared.rpc.server import command, question

from crm.application.classifying import segments
from crm.entrypoints import lists
from crm.persistence.work import CrmWork


class ClassificationRpc:
    """Promised in ``shared.contracts.crm.classification_rpc``."""

    @command()
    def create_segment(self, work: CrmWork, *, fields: SegmentFields) -> SegmentView:
        return work.lists.view(SegmentView, segments.create_segment(work, fields=fields))

    @question()
    def get_segment(self, work: CrmWork, *, segment_id: UUID) -> SegmentView:
        return lists.get(work, "segments", SegmentView, segment_id)

    @command()
    def list_segments(self, work: CrmWork, *, query: ListQuery) -> Page[SegmentView]:
        return lists.page(work, "segments", SegmentView, query)

    @command()
    def change_segment(
        self, work: CrmWork, *, segment_id: UUID, expected_version: int, fields: SegmentFields
    ) -> SegmentView:
        changed = segments.change_segment(
            work, segment_id=segment_id, expected_version=expected_version, fields=fields
        )
        return work.lists.view(SegmentView, changed)

    @command()
    def archive_segment(
        self, work: CrmWork, *, segment_id: UUID, expected_version: int | None = None
    ) -> SegmentView:
        return lists.archive(work, "segments", SegmentView, segment_id, expected_version)

    @command()
    def restore_segment(self, work: CrmWork, *, segment_id: UUID) -> SegmentView:
        restored = segments.restore_segment(work, segment_id=segment_id)
        return work.lists.view(SegmentView, restored)

    @command()
    def create_customer_type(
        self, work: CrmWork, *, fields: CustomerTypeFields
    ) -> CustomerTypeView:
        return lists.create(work, "customer_types", CustomerTypeView, fields)

    @question()
    def get_customer_type(self, work: CrmWork, *, customer_type_id: UUID) -> CustomerTypeView:
        return lists.get(work, "customer_types", CustomerTypeView, customer_type_id)

    @command()
    def list_customer_types(self, work: CrmWork, *, query: ListQuery) -> Page[CustomerTypeView]:
        return lists.page(work, "customer_types", CustomerTypeView, query)

    @command()
    def change_customer_type(
        self,
        work: CrmWork,
        *,
        customer_type_id: UUID,
        expected_version: int,
        fields: CustomerTypeFields,
    ) -> CustomerTypeView:
        return lists.change(
            work, "customer_types", CustomerTypeView, customer_type_id, expected_version, fields
        )

    @command()
    def archive_customer_type(
        self, work: CrmWork, *, customer_type_id: UUID, expected_version: int | None = None
    ) -> CustomerTypeView:
        return lists.archive(
            work, "customer_types", CustomerTypeView, customer_type_id, expected_version
        )

    @command()
    def restore_customer_type(self, work: CrmWork, *, customer_type_id: UUID) -> CustomerTypeView:
        return lists.restore(work, "customer_types", CustomerTypeView, customer_type_id)

    @command()
    def create_industry(self, work: CrmWork, *, fields: IndustryFields) -> IndustryView:
        return lists.create(work, "industries", IndustryView, fields)

    @question()
    def get_industry(self, work: CrmWork, *, industry_id: UUID) -> IndustryView:
        return lists.get(work, "industries", IndustryView, industry_id)

    @command()
    def list_industries(self, work: CrmWork, *, query: ListQuery) -> Page[IndustryView]:
        return lists.page(work, "industries", IndustryView, query)

    @command()
    def change_industry(
        self, work: CrmWork, *, industry_id: UUID, expected_version: int, fields: IndustryFields
    ) -> IndustryView:
        return lists.change(work, "industries", IndustryView, industry_id, expected_version, fields)

    @command()
    def archive_industry(
        self, work: CrmWork, *, industry_id: UUID, expected_version: int | None = None
    ) -> IndustryView:
        return lists.archive(work, "industries", IndustryView, industry_id, expected_version)

    @command()
    def restore_industry(self, work: CrmWork, *, industry_id: UUID) -> IndustryView:
        return lists.restore(work, "industries", IndustryView, industry_id)
