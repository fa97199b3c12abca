"""What others need to name and find our cases."""

from uuid import UUID

from shared.capabilities.policy import authorise
from shared.capabilities.references import reference_from
from shared.contracts.references import ReferenceView
from shared.contracts.sales.events import CaseUpdatedV1
from shared.contracts.search import SearchHitView
from shared.kernel.errors import NotFound
from shared.rpc.server import question

from sales.application.case_saving import state_of
from sales.entrypoints.lists import at_most
from sales.persistence.work import SalesWork


class ReferencesRpc:
    """Promised in shared.contracts.sales.rpc."""

    @question()
    def search(self, work: SalesWork, *, text: str, limit: int) -> list[SearchHitView]:
        return work.case_search.matching(text, limit=at_most(limit, 50)) if text.strip() else []

    @question()
    def get_reference(self, work: SalesWork, *, kind: str, reference_id: UUID) -> ReferenceView:
        if kind != "case":
            raise NotFound("sales has no such records.", code="sales.kind_unknown", kind=kind)
        case = work.cases.get(reference_id)
        authorise(
            work.caller, "case.view", case, owner="salesperson_id", unknown="sales.case_unknown"
        )
        state = state_of(case, work.processes.get(case.process_id))
        return reference_from("case", CaseUpdatedV1(**state))
