"""The areas of the public API, in the order of its description."""

from collections.abc import Sequence

from gateway.http.areas import (
    calendar,
    erp,
    identity,
    invoices,
    operations,
    projects,
    reports,
    sales,
    searches,
    sessions,
)
from gateway.http.routing import Route


def every_area() -> dict[str, Sequence[Route]]:
    """All routes by the name of their area."""
    areas = (
        sessions,
        identity,
        sales,
        projects,
        invoices,
        reports,
        searches,
        calendar,
        erp,
        operations,
    )
    return {area.__name__.rpartition(".")[2]: area.ROUTES for area in areas}
