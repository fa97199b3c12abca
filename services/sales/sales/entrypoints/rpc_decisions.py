"""Ending sales cases and opening them again, as the gateway calls it."""

from datetime import date
from uuid import UUID

from shared.contracts.sales.views import CaseView
from shared.rpc.server import command

from sales.application.decisions import (
    Loss,
    Reopening,
    cancel_case,
    lose_case,
    reopen_case,
    win_case,
)
from sales.persistence.work import SalesWork


class DecisionsRpc:
    """Promised in shared.contracts.sales.rpc."""

    @command()
    def win_case(
        self,
        work: SalesWork,
        *,
        case_id: UUID,
        closed_on: date | None = None,
        expected_version: int | None = None,
    ) -> CaseView:
        case = win_case(
            work, case_id=case_id, closed_on=closed_on, expected_version=expected_version
        )
        return work.case_views.of(case)

    @command()
    def lose_case(
        self,
        work: SalesWork,
        *,
        case_id: UUID,
        lost_reason_id: UUID,
        competitor: str | None = None,
        comment: str | None = None,
        closed_on: date | None = None,
        expected_version: int | None = None,
    ) -> CaseView:
        loss = Loss(lost_reason_id, competitor, comment, closed_on)
        case = lose_case(work, case_id=case_id, loss=loss, expected_version=expected_version)
        return work.case_views.of(case)

    @command()
    def cancel_case(
        self,
        work: SalesWork,
        *,
        case_id: UUID,
        comment: str | None = None,
        expected_version: int | None = None,
    ) -> CaseView:
        case = cancel_case(
            work, case_id=case_id, comment=comment, expected_version=expected_version
        )
        return work.case_views.of(case)

    @command()
    def reopen_case(
        self,
        work: SalesWork,
        *,
        case_id: UUID,
        stage_id: UUID | None = None,
        expected_order_date: date | None = None,
        expected_version: int | None = None,
    ) -> CaseView:
        reopening = Reopening(stage_id=stage_id, expected_order_date=expected_order_date)
        case = reopen_case(
            work, case_id=case_id, reopening=reopening, expected_version=expected_version
        )
        return work.case_views.of(case)
