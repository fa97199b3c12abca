"""Time entries and expenses: loading, listing, adding many at once."""

from collections.abc import Collection, Sequence
from dataclasses import fields
from datetime import date
from uuid import UUID

from shared.capabilities.policy import same_organisation, visible
from shared.contracts.projects.views import TimeEntryView
from shared.kernel.paging import ListQuery, Page
from shared.persistence.audit import entry
from shared.persistence.engine import lock_key
from shared.persistence.listing import Listing
from shared.persistence.records import get_record
from shared.persistence.work import Work
from sqlalchemy import BigInteger, and_, bindparam, func, insert, select, text, tuple_
from sqlalchemy.dialects.postgresql import ARRAY

from projects.application.answers import time_entry_view
from projects.domain.time_entries import TimeEntry
from projects.persistence.projects import archived_filter, live
from projects.persistence.tables import time_entries

_LOCK_DAYS = text("SELECT count(pg_advisory_xact_lock(key)) FROM unnest(:keys) AS key").bindparams(
    bindparam("keys", type_=ARRAY(BigInteger))
)
_FIELDS = {
    name: time_entries.c[name]
    for name in (
        "user_id", "project_id", "phase_id", "sales_case_id", "customer_id", "unit_id",
        "work_date", "minutes", "status", "billable", "billing", "created_at", "updated_at",
    )
}  # fmt: skip
_COMPUTED = {
    "invoiced": time_entries.c.allocated_minutes > 0,
    "cost_missing": time_entries.c.cost_minor.is_(None),
}
_TIME = Listing(
    time_entries,
    filters={**_FIELDS, **_COMPUTED},
    sorts=_FIELDS,
    default_sort="-work_date",
    search=[time_entries.c.description],
    special={"archived": archived_filter(time_entries)},
)


class StoredTimeEntries:
    """The time entries of the caller's organisation, inside one unit of work."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def get(self, entry_id: UUID, *, expected_version: int | None = None) -> TimeEntry:
        """Load an entry; raises NotFound ``projects.time_entry_unknown``, Conflict."""
        return get_record(
            self._work,
            TimeEntry,
            entry_id,
            unknown="projects.time_entry_unknown",
            expected_version=expected_version,
        )

    def lock_days(self, days: Collection[tuple[UUID, date]]) -> None:
        """Keep others from registering on people's days until the transaction ends."""
        organisation = self._work.caller.organisation_id
        keys = sorted(lock_key("day", organisation, user, day.isoformat()) for user, day in days)
        self._work.session.execute(_LOCK_DAYS, {"keys": keys})

    def minutes_on(
        self, days: Collection[tuple[UUID, date]], *, besides: UUID | None = None
    ) -> dict[tuple[UUID, date], int]:
        """Minutes registered on people's days, leaving out one entry."""
        table = time_entries
        query = (
            select(table.c.user_id, table.c.work_date, func.sum(table.c.minutes))
            .where(
                same_organisation(self._work.caller, table),
                tuple_(table.c.user_id, table.c.work_date).in_(days),
                table.c.archived_at.is_(None),
            )
            .group_by(table.c.user_id, table.c.work_date)
        )
        if besides is not None:
            query = query.where(table.c.id != besides)
        rows = self._work.session.execute(query)
        return {(user, day): minutes for user, day, minutes in rows}

    def add_many(self, entries: Sequence[TimeEntry]) -> None:
        """Store new entries, and their audit, in one statement each."""
        if not entries:
            return
        now = self._work.now()
        names = [each.name for each in fields(TimeEntry)]
        stamps = {
            "organisation_id": self._work.caller.organisation_id,
            "version": 1,
            "created_at": now,
            "updated_at": now,
        }
        rows = [{name: getattr(each, name) for name in names} | stamps for each in entries]
        self._work.session.execute(insert(time_entries), rows)
        work = self._work
        work.audit_rows(
            [entry(work.caller, work.clock, each, "created", _said(each)) for each in entries]
        )


def _said(each: TimeEntry) -> dict[str, list[object]]:
    return {
        "user_id": [None, str(each.user_id)],
        "project_id": [None, str(each.project_id)],
        "work_date": [None, each.work_date.isoformat()],
        "minutes": [None, each.minutes],
        "status": [None, each.status],
    }


def list_time_entries(work: Work, *, query: ListQuery) -> Page[TimeEntryView]:
    """One page of the time the caller may see."""
    allowed = visible(work.caller, "time_entry.view", time_entries, owner="user_id")
    return _TIME.page(
        work,
        query,
        where=and_(allowed, live(time_entries, query)),
        to_view=lambda row: time_entry_view(row, caller=work.caller),
    )
