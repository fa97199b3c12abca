"""Following quoting's quotes: the value of a case may be that of its primary quote."""

from shared.contracts.quoting.events import QuoteAcceptedV1, QuoteState
from shared.contracts.sales.events import CaseUpdatedV1

from sales.application.case_saving import save_case, snapshot
from sales.application.decisions import win_case_by_quote
from sales.application.ports import SalesWork
from sales.domain.cases import ValueSource


def follow_quote(work: SalesWork, *, quote: QuoteState) -> None:
    """
    Note how a quote stands; the first quote of a case becomes its primary one, until a later
    revision takes its place.

    An open case whose value is taken from the quote follows it; an accepted quote wins its case.

    Raises:
        NotFound: The case has not arrived.
    """
    was_accepted = work.quotes.is_accepted(quote.quote_id)
    newer = work.quotes.keep(quote)
    if isinstance(quote, QuoteAcceptedV1):
        if not was_accepted:  # told again, it must not win a case that was reopened since
            win_case_by_quote(work, quote=quote)
        return
    case = work.cases.get(quote.sales_case_id)
    if not newer or not case.is_open:
        return
    before = snapshot(case)
    replaces = quote.is_primary and quote.revision > 1
    if case.primary_quote_id is None or replaces:
        case.primary_quote_id = quote.quote_id
    if case.value_source == ValueSource.QUOTE and case.primary_quote_id == quote.quote_id:
        case.value_by_quote(quote.net)
    save_case(work, case, before=before, fact=CaseUpdatedV1)
