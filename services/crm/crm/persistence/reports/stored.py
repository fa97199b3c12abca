"""Reports: saved ones, and the figures of crm's sources."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from shared.capabilities.reporting.drilling import drill_down
from shared.capabilities.reporting.figures import run_report
from shared.capabilities.reporting.sources import asked_of, source_view
from shared.contracts.crm.reports.views import SavedReportView
from shared.contracts.reporting import (
    ReportDrillDownView,
    ReportFields,
    ReportSourceView,
    ReportView,
)
from shared.kernel.errors import NotFound
from shared.kernel.paging import ListQuery, Page
from shared.persistence.listing import Listing
from shared.persistence.records import get_record
from sqlalchemy import and_, select

from crm.domain.reports.saved import SavedReport
from crm.persistence.customer_lists.sharing import openable, sharing_of
from crm.persistence.reports.sources import GRANTS, SOURCES, source_of
from crm.persistence.reports.tables import saved_reports
from crm.persistence.visibility import archived, live

if TYPE_CHECKING:
    from crm.persistence.work import CrmWork

_SORTED = ("name", "owner_id", "created_at", "updated_at")
_PLAIN = [name for name in SavedReportView.__struct_fields__ if name in saved_reports.c]
_SAVED = Listing(
    saved_reports,
    filters={
        **{name: saved_reports.c[name] for name in _SORTED},
        "source": saved_reports.c.definition["source"].astext,
    },
    sorts={name: saved_reports.c[name] for name in _SORTED},
    default_sort="name",
    search=[saved_reports.c.name, saved_reports.c.description],
    special={"archived": lambda value: archived(saved_reports, value)},
)


def view_of(found: Any) -> SavedReportView:
    """A view from a row or a record."""
    return SavedReportView(
        **{name: getattr(found, name) for name in _PLAIN}, shared_with=sharing_of(found)
    )


class StoredReports:
    """The reports of this database, inside one unit of work."""

    def __init__(self, work: "CrmWork") -> None:
        self._work = work

    def get(self, saved_report_id: UUID) -> SavedReport:
        """Load one the caller may open; ``crm.saved_report_unknown``."""
        known = self._work.session.execute(
            select(saved_reports.c.id)
            .where(saved_reports.c.id == saved_report_id)
            .where(openable(self._work.caller, saved_reports))
        ).scalar()
        if known is None:
            raise NotFound(
                "There is no such report.", code="crm.saved_report_unknown", id=saved_report_id
            )
        return get_record(
            self._work, SavedReport, saved_report_id, unknown="crm.saved_report_unknown"
        )

    def page(self, query: ListQuery) -> Page[SavedReportView]:
        """A page of the reports the caller may open; one statement."""
        where = and_(openable(self._work.caller, saved_reports), live(query, saved_reports))
        return _SAVED.page(self._work, query, where=where, to_view=view_of)

    def sources(self) -> list[ReportSourceView]:
        """What the caller's reports can be about."""
        locale = self._work.caller.locale
        found = []
        for name, grant in GRANTS.items():
            if self._work.caller.scope(grant, "view") != "none":
                source = SOURCES[name](self._work, ReportFields(source=name))
                found.append(source_view(source, locale))
        return found

    def check(self, fields: ReportFields) -> str:
        """Stop unless such a report can be made; what one must be allowed to see for it."""
        source = source_of(self._work, fields)
        source.where(asked_of(source, fields).filters)
        return GRANTS[source.name]

    def run(self, fields: ReportFields) -> ReportView:
        """Figures of what the caller sees."""
        source = source_of(self._work, fields)
        return run_report(self._work, source, asked_of(source, fields))

    def drill_down(
        self, fields: ReportFields, *, cell: str, limit: int, cursor: str | None
    ) -> ReportDrillDownView:
        """The records behind a figure."""
        source = source_of(self._work, fields)
        asked = asked_of(source, fields)
        return drill_down(self._work, source, asked, cell=cell, limit=limit, cursor=cursor)
