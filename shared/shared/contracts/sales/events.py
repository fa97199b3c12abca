"""
Facts sales publishes.

Owner: sales.  Fields are added, never renamed, retyped or removed; a change
that cannot be an addition is a new version, published beside the old one.
"""

from datetime import date
from uuid import UUID

from shared.contracts.declare import Event, event
from shared.contracts.privacy import PartDone
from shared.kernel.money import Money


class CaseState(Event):
    """A sales case as it stands after the change."""

    case_id: UUID
    version: int
    case_no: str
    name: str
    customer_id: UUID
    salesperson_id: UUID
    process_id: UUID
    stage_id: UUID
    stage_name: str
    status: str  # open, won, lost, cancelled
    value: Money
    probability: int  # percent
    unit_id: UUID | None = None
    cost_centre_id: UUID | None = None
    expected_order_date: date | None = None
    closed_on: date | None = None
    archived: bool = False
    changed: list[str] = []


@event("sales", "case.created", aggregate="case_id")
class CaseCreatedV1(CaseState):
    """
    A sales case was opened.

    Read by: quoting, projects (reference copy), crm (timeline).
    """


@event("sales", "case.updated", aggregate="case_id")
class CaseUpdatedV1(CaseState):
    """
    A field of a sales case changed.

    Read by: quoting, projects (reference copy).
    """


@event("sales", "case.stage_changed", aggregate="case_id")
class CaseStageChangedV1(CaseState):
    """
    A sales case moved to another stage.

    Read by: quoting, projects (reference copy), crm (timeline).
    """


@event("sales", "case.won", aggregate="case_id")
class CaseWonV1(CaseState):
    """
    A sales case was won.

    Read by: quoting, projects (reference copy), crm (timeline; a prospect becomes a customer).
    """


@event("sales", "case.lost", aggregate="case_id")
class CaseLostV1(CaseState):
    """
    A sales case was lost.

    Read by: quoting (withdraws open quotes), projects (reference copy), crm (timeline).
    """


@event("sales", "case.reopened", aggregate="case_id")
class CaseReopenedV1(CaseState):
    """
    A closed sales case was opened again.

    Read by: quoting, projects (reference copy), crm (timeline).
    """


@event("sales", "case.cancelled", aggregate="case_id")
class CaseCancelledV1(CaseState):
    """
    A sales case was dropped without a decision.

    Read by: quoting, projects (reference copy), crm (timeline).
    """


@event("sales", "privacy.part_finished", aggregate="request_id")
class PrivacyPartFinishedV1(PartDone):
    """
    sales has done its part of a request about a person, or of an export.

    Read by: crm (completes the request when every service has).
    """
