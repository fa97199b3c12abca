"""
What the use cases of sales need from outside.

Everything found here belongs to the caller's organisation; whether he may see or change it is
asked by the use cases.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any, Protocol, TypeVar
from uuid import UUID

from shared.capabilities.references import Reference
from shared.contracts.crm.events import ActivityState
from shared.contracts.declare import Event
from shared.contracts.quoting.events import QuoteState
from shared.kernel.context import Caller
from shared.kernel.money import Money
from shared.kernel.records import Record

from sales.domain.cases import SalesCase
from sales.domain.changes import CaseMoment
from sales.domain.forecast_changes import Passage
from sales.domain.forecasts import Asked, Sums
from sales.domain.lead_sources import LeadSource, ListedValue, LostReason
from sales.domain.processes import SalesProcess

Value = TypeVar("Value", bound=ListedValue)


class Processes(Protocol):
    """Processes with their stages."""

    def get(self, process_id: UUID, *, expected_version: int | None = None) -> SalesProcess: ...

    def of_stage(self, stage_id: UUID) -> SalesProcess:
        """The process a stage belongs to; raises ``sales.stage_unknown``."""
        ...

    def default(self) -> SalesProcess | None: ...

    def all(self) -> Sequence[SalesProcess]:
        """Every process, archived ones included."""
        ...

    def used_stages(self, process_id: UUID) -> set[UUID]:
        """Stages that cases were ever in."""
        ...

    def open_cases(self, process_id: UUID) -> int: ...

    def lock_defaults(self) -> None:
        """Let one transaction at a time make an organisation's first lists."""
        ...


class ListedValues(Protocol[Value]):
    """A maintained list: lead sources or lost reasons."""

    def get(self, value_id: UUID, *, expected_version: int | None = None) -> Value: ...

    def ids(self) -> set[UUID]:
        """Every value, retired ones included."""
        ...

    def check_code_free(self, value: Value) -> None:
        """Raises RuleBroken, ``sales.lead_source_exists`` or ``sales.lost_reason_exists``."""
        ...


class Cases(Protocol):
    """Sales cases."""

    def get(self, case_id: UUID) -> SalesCase: ...

    def by_external_ids(self, external_ids: Collection[str]) -> dict[str, UUID]:
        """Live cases by the id they have elsewhere."""
        ...

    def add_all(self, cases: Sequence[SalesCase]) -> None:
        """Store new cases with their lines and audit at once; each gets version 1."""
        ...


class Changes(Protocol):
    """The append-only history of cases."""

    def add(self, moment: CaseMoment) -> None:
        """Add the present moment of a case; the one before ends where it begins."""
        ...

    def add_histories(self, histories: Iterable[Sequence[CaseMoment]]) -> None:
        """Add the whole histories of new cases, each in order."""
        ...

    def of(self, case_id: UUID) -> list[CaseMoment]:
        """All moments of a case in order."""
        ...


class Quotes(Protocol):
    """What is known of quoting's quotes."""

    def keep(self, quote: QuoteState) -> bool:
        """Store a quote as an event tells it; False when a newer state was known."""
        ...

    def is_accepted(self, quote_id: UUID) -> bool: ...

    def net_of(self, quote_id: UUID, *, case_id: UUID) -> Money | None:
        """The net total of a quote of the case; None when there is no such quote."""
        ...


class CaseFacts(Protocol):
    """What other services tell about cases."""

    def keep_activity(self, activity: ActivityState) -> set[UUID]:
        """Store an activity as an event tells it; returns the cases it concerns or concerned."""
        ...

    def follow_up(self, case_ids: Collection[UUID]) -> None:
        """Find the previous and next activity of cases again."""
        ...

    def note_invoice(self, case_id: UUID, *, at: datetime) -> None: ...

    def is_invoiced(self, case_id: UUID) -> bool: ...


class Forecasts(Protocol):
    """Sums over all the cases the caller may see."""

    def open_sums(self, asked: Asked) -> list[Sums]: ...

    def open_sums_by_month(self, asked: Asked) -> list[Sums]: ...

    def decided_sums(self, asked: Asked, *, status: str, by_month: bool) -> list[Sums]: ...

    def passages(self, asked: Asked, *, since: date) -> list[Passage]:
        """How cases that may count in a period stood at the end of a day, and at ``as_of``."""
        ...

    def stage_names(self) -> dict[UUID, tuple[int, dict[str, str]]]:
        """Order and names by language of every stage."""
        ...


class References(Protocol):
    """Copies of records other services own."""

    def get(self, kind: str, reference_id: UUID) -> Reference:
        """Raises ``ReferenceMissing``."""
        ...

    def known(self, kind: str, ids: Iterable[UUID]) -> dict[UUID, Reference]: ...

    def unit_parents(self) -> dict[UUID, UUID | None]:
        """Every unit of the organisation and the unit above it."""
        ...


class SalesWork(Protocol):
    """One transaction with the repositories of sales."""

    caller: Caller
    session: Any  # for shared.capabilities only

    @property
    def processes(self) -> Processes: ...

    @property
    def lead_sources(self) -> ListedValues[LeadSource]: ...

    @property
    def lost_reasons(self) -> ListedValues[LostReason]: ...

    @property
    def cases(self) -> Cases: ...

    @property
    def changes(self) -> Changes: ...

    @property
    def quotes(self) -> Quotes: ...

    @property
    def case_facts(self) -> CaseFacts: ...

    @property
    def forecasts(self) -> Forecasts: ...

    @property
    def references(self) -> References: ...

    def table(self, name: str) -> Any: ...

    def now(self) -> datetime: ...

    def today(self) -> date: ...

    def save(self, record: Record) -> None: ...

    def publish(self, fact: Event) -> None: ...

    def publish_past(self, fact: Event, *, at: datetime) -> None:
        """Publish a fact that happened at an instant of the past."""
        ...

    def next_number(self, series: str, *, start: int = 1) -> int: ...

    def next_numbers(self, series: str, count: int, *, start: int = 1) -> range: ...
