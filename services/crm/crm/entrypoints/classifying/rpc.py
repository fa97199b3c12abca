"""The scale of ratings, size bands, owners over time and what was sold, as others may call them."""

from uuid import UUID

from shared.contracts.crm.classification_views import (
    EmployeeBandFields,
    EmployeeBandView,
    RatingValueFields,
    RatingValueView,
    RevenueBandFields,
    RevenueBandView,
)
from shared.contracts.crm.classifying.views import OwnerPeriodView, SoldView
from shared.kernel.paging import ListQuery, Page
from shared.rpc.server import command, question

from crm.entrypoints import lists
from crm.persistence.classifying.owners import owner_periods
from crm.persistence.work import CrmWork


class ClassifyingRpc:
    """Promised in ``shared.contracts.crm.classifying.rpc``."""

    @command()
    def create_rating_value(self, work: CrmWork, *, fields: RatingValueFields) -> RatingValueView:
        return lists.create(work, "ratings", RatingValueView, fields)

    @question()
    def get_rating_value(self, work: CrmWork, *, rating_value_id: UUID) -> RatingValueView:
        return lists.get(work, "ratings", RatingValueView, rating_value_id)

    @command()
    def list_rating_values(self, work: CrmWork, *, query: ListQuery) -> Page[RatingValueView]:
        return lists.page(work, "ratings", RatingValueView, query)

    @command()
    def change_rating_value(
        self,
        work: CrmWork,
        *,
        rating_value_id: UUID,
        expected_version: int,
        fields: RatingValueFields,
    ) -> RatingValueView:
        return lists.change(
            work, "ratings", RatingValueView, rating_value_id, expected_version, fields
        )

    @command()
    def archive_rating_value(
        self, work: CrmWork, *, rating_value_id: UUID, expected_version: int | None = None
    ) -> RatingValueView:
        return lists.archive(work, "ratings", RatingValueView, rating_value_id, expected_version)

    @command()
    def restore_rating_value(self, work: CrmWork, *, rating_value_id: UUID) -> RatingValueView:
        return lists.restore(work, "ratings", RatingValueView, rating_value_id)

    @command()
    def create_employee_band(
        self, work: CrmWork, *, fields: EmployeeBandFields
    ) -> EmployeeBandView:
        return lists.create(work, "employee_bands", EmployeeBandView, fields)

    @question()
    def get_employee_band(self, work: CrmWork, *, employee_band_id: UUID) -> EmployeeBandView:
        return lists.get(work, "employee_bands", EmployeeBandView, employee_band_id)

    @command()
    def list_employee_bands(self, work: CrmWork, *, query: ListQuery) -> Page[EmployeeBandView]:
        return lists.page(work, "employee_bands", EmployeeBandView, query)

    @command()
    def change_employee_band(
        self,
        work: CrmWork,
        *,
        employee_band_id: UUID,
        expected_version: int,
        fields: EmployeeBandFields,
    ) -> EmployeeBandView:
        return lists.change(
            work, "employee_bands", EmployeeBandView, employee_band_id, expected_version, fields
        )

    @command()
    def archive_employee_band(
        self, work: CrmWork, *, employee_band_id: UUID, expected_version: int | None = None
    ) -> EmployeeBandView:
        return lists.archive(
            work, "employee_bands", EmployeeBandView, employee_band_id, expected_version
        )

    @command()
    def restore_employee_band(self, work: CrmWork, *, employee_band_id: UUID) -> EmployeeBandView:
        return lists.restore(work, "employee_bands", EmployeeBandView, employee_band_id)

    @command()
    def create_revenue_band(self, work: CrmWork, *, fields: RevenueBandFields) -> RevenueBandView:
        return lists.create(work, "revenue_bands", RevenueBandView, fields)

    @question()
    def get_revenue_band(self, work: CrmWork, *, revenue_band_id: UUID) -> RevenueBandView:
        return lists.get(work, "revenue_bands", RevenueBandView, revenue_band_id)

    @command()
    def list_revenue_bands(self, work: CrmWork, *, query: ListQuery) -> Page[RevenueBandView]:
        return lists.page(work, "revenue_bands", RevenueBandView, query)

    @command()
    def change_revenue_band(
        self,
        work: CrmWork,
        *,
        revenue_band_id: UUID,
        expected_version: int,
        fields: RevenueBandFields,
    ) -> RevenueBandView:
        return lists.change(
            work, "revenue_bands", RevenueBandView, revenue_band_id, expected_version, fields
        )

    @command()
    def archive_revenue_band(
        self, work: CrmWork, *, revenue_band_id: UUID, expected_version: int | None = None
    ) -> RevenueBandView:
        return lists.archive(
            work, "revenue_bands", RevenueBandView, revenue_band_id, expected_version
        )

    @command()
    def restore_revenue_band(self, work: CrmWork, *, revenue_band_id: UUID) -> RevenueBandView:
        return lists.restore(work, "revenue_bands", RevenueBandView, revenue_band_id)

    @question()
    def list_customer_owners(
        self, work: CrmWork, *, customer_id: UUID, query: ListQuery
    ) -> Page[OwnerPeriodView]:
        work.customers.show(customer_id)
        return owner_periods(work, customer_id, query)

    @question()
    def list_sold(self, work: CrmWork, *, customer_id: UUID, query: ListQuery) -> Page[SoldView]:
        work.customers.show(customer_id)
        return work.sold.page(customer_id, query)
