"""Reference copies: what a service knows of records that others own, kept up to date by events."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

import msgspec
from msgspec.structs import asdict
from sqlalchemy import select, text

from shared.capabilities.policy import decide
from shared.contracts.crm import events as crm
from shared.contracts.crm import merge_events as crm_merges
from shared.contracts.declare import Event, aggregate_of, dump
from shared.contracts.identity import events as identity
from shared.contracts.projects import events as projects
from shared.contracts.quoting import events as quoting
from shared.contracts.references import ReferenceView
from shared.contracts.sales import events as sales
from shared.kernel.context import Caller
from shared.kernel.custom_values import KIND
from shared.kernel.errors import ReferenceMissing
from shared.persistence.work import Work

OWNERS = {
    "organisation": "identity",
    "user": "identity",
    "unit": "identity",
    "customer": "crm",
    KIND: "crm",
    "case": "sales",
    "quote": "quoting",
    "product": "quoting",
    "project": "projects",
}

FOLLOWED: dict[str, tuple[type[Event], ...]] = {
    "organisation": (identity.OrganisationCreatedV1,),
    "user": (identity.UserCreatedV1, identity.UserUpdatedV1),
    "unit": (identity.UnitCreatedV1, identity.UnitUpdatedV1),
    "customer": (
        crm.CustomerCreatedV1,
        crm.CustomerUpdatedV1,
        crm.CustomerArchivedV1,
        crm.CustomerRestoredV1,
        crm_merges.CustomerMergedV1,
        crm_merges.CustomerUnmergedV1,
    ),
    KIND: (crm.CustomFieldCreatedV1, crm.CustomFieldUpdatedV1),
    "case": (
        sales.CaseCreatedV1,
        sales.CaseUpdatedV1,
        sales.CaseStageChangedV1,
        sales.CaseWonV1,
        sales.CaseLostV1,
        sales.CaseReopenedV1,
        sales.CaseCancelledV1,
    ),
    "quote": (
        quoting.QuoteCreatedV1,
        quoting.QuoteUpdatedV1,
        quoting.QuoteSentV1,
        quoting.QuoteAcceptedV1,
        quoting.QuoteDeclinedV1,
        quoting.QuoteWithdrawnV1,
    ),
    "product": (quoting.ProductCreatedV1, quoting.ProductUpdatedV1),
    "project": (
        projects.ProjectCreatedV1,
        projects.ProjectUpdatedV1,
        projects.ProjectCompletedV1,
    ),
}

__all__ = ["Reference", "ReferenceMissing", "names_of", "reference", "references"]

_NAME_FIELDS = ("name", "title", "quote_no")
_NUMBER_FIELDS = ("customer_no", "case_no", "quote_no", "project_no", "code", "email")
_OWNER_FIELDS = ("owner_id", "salesperson_id", "manager_id")
_LONGEST_CHAIN = 50  # of records merged into each other
_COPIED = "version, name, number, owner_id, unit_id, status, archived, data"
_KEEP = text(
    f"INSERT INTO reference_copies (organisation_id, kind, id, {_COPIED}) "
    f"SELECT organisation_id, kind, id, {_COPIED} "
    "FROM json_populate_recordset(NULL::reference_copies, CAST(:rows AS json)) "
    f"ON CONFLICT (organisation_id, kind, id) DO UPDATE SET ({_COPIED}) = "
    f"({', '.join(f'excluded.{name}' for name in _COPIED.split(', '))}) "
    "WHERE reference_copies.version < excluded.version"
)


class Copies(Protocol):
    """What looking a copy up needs of a unit of work."""

    caller: Caller

    @property
    def session(self) -> Any: ...

    def table(self, name: str) -> Any: ...


@dataclass(frozen=True, kw_only=True)
class Reference:
    """A copy of a record somebody else owns.  ``data`` is the owner's last event body."""

    kind: str
    id: UUID
    version: int
    name: str
    number: str | None
    owner_id: UUID | None
    unit_id: UUID | None
    status: str | None
    archived: bool
    data: dict[str, Any]

    @property
    def merged_into_id(self) -> UUID | None:
        """The record that stands for this one since they were merged."""
        into_id = self.data.get("merged_into_id")
        return UUID(into_id) if into_id else None


def reference(work: Copies, kind: str, reference_id: UUID) -> Reference:
    """
    The copy of one record; of what was merged into another, the copy of that.

    Raises:
        ReferenceMissing: It has not arrived, or does not exist.
    """
    for _ in range(_LONGEST_CHAIN):
        found = references(work, kind, [reference_id]).get(reference_id)
        if found is None:
            break
        if found.merged_into_id is None:
            return found
        reference_id = found.merged_into_id
    raise ReferenceMissing(kind, reference_id, owner=OWNERS[kind])


def references(work: Copies, kind: str, ids: Iterable[UUID]) -> dict[UUID, Reference]:
    """The copies there are, by id; one statement whatever the number."""
    wanted = {each for each in ids if each is not None}
    if not wanted:
        return {}
    table = work.table("reference_copies")
    columns = [column for column in table.c if column.name != "organisation_id"]
    rows = work.session.execute(
        select(*columns)
        .where(table.c.organisation_id == work.caller.organisation_id)
        .where(table.c.kind == kind, table.c.id.in_(wanted))
    )
    return {row.id: Reference(**row._mapping) for row in rows}


def names_of(work: Copies, kind: str, ids: Iterable[UUID]) -> dict[UUID, str]:
    """Names by id, for those that are known."""
    return {each.id: each.name for each in references(work, kind, ids).values()}


def references_seen(work: Copies, kind: str, ids: Iterable[UUID]) -> list[Reference]:
    """The copies of those the caller may see."""
    return [
        each
        for each in references(work, kind, ids).values()
        if decide(work.caller, f"{kind}.view", owner_id=each.owner_id, unit_id=each.unit_id).allowed
    ]


def reference_from(kind: str, fact: Event) -> ReferenceView:
    """The copy an event announces."""
    record_id, version = aggregate_of(fact)
    data = dump(fact)
    return ReferenceView(
        kind=kind,
        id=record_id,
        version=version,
        name=_first(fact, _NAME_FIELDS) or "",
        number=_first(fact, _NUMBER_FIELDS),
        owner_id=_first(fact, _OWNER_FIELDS),
        unit_id=getattr(fact, "unit_id", None),
        status=getattr(fact, "status", None),
        archived=getattr(fact, "archived", False),
        data=data,
    )


def keep_reference(work: Work, copy: ReferenceView) -> None:
    """Store a copy unless a newer one is there already."""
    keep_references(work, [copy])


def keep_references(work: Work, copies: Iterable[ReferenceView]) -> None:
    """Store copies, each unless a newer one is there already; one statement for all."""
    newest: dict[tuple[str, UUID], ReferenceView] = {}
    for copy in copies:
        known = newest.get((copy.kind, copy.id))
        if known is None or known.version < copy.version:
            newest[copy.kind, copy.id] = copy
    organisation_id = work.caller.organisation_id
    # In one order everywhere, so that two batches never wait for each other.
    rows = [{"organisation_id": organisation_id, **asdict(newest[key])} for key in sorted(newest)]
    work.session.execute(_KEEP, {"rows": msgspec.json.encode(rows).decode()})


def _first(fact: Event, names: tuple[str, ...]) -> Any:
    return next((getattr(fact, name) for name in names if getattr(fact, name, None)), None)
