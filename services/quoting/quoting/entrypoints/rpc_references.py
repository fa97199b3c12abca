"""Search, and what other services may copy of quotes and products."""

from uuid import UUID

from shared.capabilities.policy import authorise
from shared.capabilities.references import reference_from
from shared.contracts.quoting.events import ProductUpdatedV1, QuoteUpdatedV1
from shared.contracts.references import ReferenceView
from shared.contracts.search import SearchHitView
from shared.kernel.errors import NotFound
from shared.rpc.server import question

from quoting.application.access import UNKNOWN
from quoting.application.products import product_facts
from quoting.application.quote_facts import quote_facts
from quoting.persistence.search import search_everything
from quoting.persistence.work import QuotingWork


class ReferencesRpc:
    """Promised in shared.contracts.quoting.rpc."""

    @question()
    def search(self, work: QuotingWork, *, text: str, limit: int) -> list[SearchHitView]:
        return search_everything(work, text.strip()[:100], min(limit, 50))

    @question()
    def get_reference(self, work: QuotingWork, *, kind: str, reference_id: UUID) -> ReferenceView:
        if kind == "quote":
            quote = work.quotes.get(reference_id)
            authorise(work.caller, "quote.view", quote, unknown=UNKNOWN)
            return reference_from("quote", QuoteUpdatedV1(**quote_facts(quote)))
        if kind == "product":
            product = work.products.get(reference_id)
            return reference_from("product", ProductUpdatedV1(**product_facts(product)))
        raise NotFound("Quoting owns no such thing.", code="quoting.kind_unknown", kind=kind)
