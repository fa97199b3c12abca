"""What crm answers about the scale of ratings, size bands, owners over time and what was sold."""

from typing import Protocol
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


class ClassifyingCalls(Protocol):
    """Criteria of customers, and the lists behind them."""

    def create_rating_value(self, *, fields: RatingValueFields) -> RatingValueView:
        """Add a value of the scale.  Raises: ``crm.rating_value_exists`` (RuleBroken)."""
        ...

    def get_rating_value(self, *, rating_value_id: UUID) -> RatingValueView:
        """Answer a value of the scale.  Raises: ``crm.rating_value_unknown``."""
        ...

    def list_rating_values(self, *, query: ListQuery) -> Page[RatingValueView]:
        """List.  Filters and sorts: code, name, position, at_least, active, archived."""
        ...

    def change_rating_value(
        self, *, rating_value_id: UUID, expected_version: int, fields: RatingValueFields
    ) -> RatingValueView:
        """Change a value of the scale.  Raises: ``crm.rating_value_stale``."""
        ...

    def archive_rating_value(
        self, *, rating_value_id: UUID, expected_version: int | None = None
    ) -> RatingValueView:
        """Retire a value of the scale; records keep what they have."""
        ...

    def restore_rating_value(self, *, rating_value_id: UUID) -> RatingValueView:
        """Take a retired value back."""
        ...

    def create_employee_band(self, *, fields: EmployeeBandFields) -> EmployeeBandView:
        """Add a band.  Raises: ``crm.employee_band_exists`` (RuleBroken)."""
        ...

    def get_employee_band(self, *, employee_band_id: UUID) -> EmployeeBandView:
        """Answer a band.  Raises: ``crm.employee_band_unknown``."""
        ...

    def list_employee_bands(self, *, query: ListQuery) -> Page[EmployeeBandView]:
        """List.  Filters and sorts: code, name, position, at_least, active, archived."""
        ...

    def change_employee_band(
        self, *, employee_band_id: UUID, expected_version: int, fields: EmployeeBandFields
    ) -> EmployeeBandView:
        """Change a band.  Raises: ``crm.employee_band_stale``."""
        ...

    def archive_employee_band(
        self, *, employee_band_id: UUID, expected_version: int | None = None
    ) -> EmployeeBandView:
        """Retire a band; records keep what they have."""
        ...

    def restore_employee_band(self, *, employee_band_id: UUID) -> EmployeeBandView:
        """Take a retired value back."""
        ...

    def create_revenue_band(self, *, fields: RevenueBandFields) -> RevenueBandView:
        """Add a band.  Raises: ``crm.revenue_band_exists`` (RuleBroken)."""
        ...

    def get_revenue_band(self, *, revenue_band_id: UUID) -> RevenueBandView:
        """Answer a band.  Raises: ``crm.revenue_band_unknown``."""
        ...

    def list_revenue_bands(self, *, query: ListQuery) -> Page[RevenueBandView]:
        """List.  Filters and sorts: code, name, position, at_least, active, archived."""
        ...

    def change_revenue_band(
        self, *, revenue_band_id: UUID, expected_version: int, fields: RevenueBandFields
    ) -> RevenueBandView:
        """Change a band.  Raises: ``crm.revenue_band_stale``."""
        ...

    def archive_revenue_band(
        self, *, revenue_band_id: UUID, expected_version: int | None = None
    ) -> RevenueBandView:
        """Retire a band; records keep what they have."""
        ...

    def restore_revenue_band(self, *, revenue_band_id: UUID) -> RevenueBandView:
        """Take a retired value back."""
        ...

    def list_customer_owners(self, *, customer_id: UUID, query: ListQuery) -> Page[OwnerPeriodView]:
        """List who looked after a customer, newest first.  Filters and sorts: owner_id, since."""
        ...

    def list_sold(self, *, customer_id: UUID, query: ListQuery) -> Page[SoldView]:
        """
        List the products a customer was offered or bought, latest first.

        Filters: product_id, first_on, last_on; sorts also: quoted, sold, invoiced.
        """
        ...
