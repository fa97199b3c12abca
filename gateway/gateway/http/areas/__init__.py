"""The areas of the public API, in the order of its description."""

from collections.abc import Sequence

from gateway.http.areas import (
    activities,
    classification,
    connections,
    customers,
    identity,
    imports,
    invoices,
    notifications,
    operations,
    projects,
    quoting,
    reports,
    sales,
    searches,
    sessions,
)
from gateway.http.areas.files import attachments
from gateway.http.areas.lists import bulk, customer_lists, saved_reports
from gateway.http.areas.merging import merges
from gateway.http.areas.persons import access, exports, privacy
from gateway.http.routing import Route


def every_area() -> dict[str, Sequence[Route]]:
    """All routes by the name of their area."""
    areas = (
        sessions,
        identity,
        access,
        customers,
        activities,
        attachments,
        notifications,
        classification,
        imports,
        merges,
        customer_lists,
        bulk,
        saved_reports,
        searches,
        sales,
        quoting,
        projects,
        invoices,
        reports,
        connections,
        privacy,
        exports,
        operations,
    )
    return {area.__name__.rpartition(".")[2]: area.ROUTES for area in areas}
