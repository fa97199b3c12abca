"""Who may see and do what to quotes; what a caller may not see does not exist for him."""

from datetime import date
from uuid import UUID

from shared.capabilities.policy import authorise
from shared.capabilities.references import Reference, reference, references
from shared.kernel.clock import day_in
from shared.kernel.errors import Conflict

from quoting.application.ports import QuotingWork
from quoting.domain.errors import CaseClosed
from quoting.domain.quotes import Quote

UNKNOWN, STALE = "quoting.quote_unknown", "quoting.quote_stale"


def quote_for(
    work: QuotingWork, grant: str, quote_id: UUID, *, expected_version: int | None = None
) -> Quote:
    """
    Load a quote to do something with, locked until the transaction ends.

    Raises:
        NotFound: ``quoting.quote_unknown``, also for one the caller may not see.
        Forbidden: He may see it, but not do this.
        Conflict: ``quoting.quote_stale``.
    """
    quote = work.quotes.get(quote_id, lock=True)
    authorise(work.caller, grant, quote, unknown=UNKNOWN)
    if expected_version not in (None, quote.version):
        raise Conflict("Someone changed it first.", code=STALE, current_version=quote.version)
    return quote


def open_case(work: QuotingWork, case_id: UUID, *, or_won: bool = False) -> Reference:
    """
    The sales case a quote is for.

    Args:
        or_won: A won case will do: what was agreed on may still be written down.

    Raises:
        ReferenceMissing: It has not arrived, or does not exist.
        NotFound: ``sales.case_unknown``, also for one the caller may not see.
        CaseClosed: It is decided, or was put away.
    """
    case = reference(work, "case", case_id)
    authorise(work.caller, "case.view", case, unknown="sales.case_unknown")
    fits = ("open", "won") if or_won else ("open",)
    if case.status not in fits or case.archived:
        raise CaseClosed("The sales case takes no more quotes.", status=case.status)
    return case


def day_of(work: QuotingWork) -> date:
    """
    Today where the organisation is, whoever acts: a caller, a link or a timer.

    Units: a calendar day in the organisation's time zone.
    """
    return day_in(work.now(), zone_of(work))


def zone_of(work: QuotingWork) -> str:
    """The organisation's time zone: the platform, acting by itself, has none of its own."""
    if not work.caller.is_system:
        return work.caller.time_zone
    organisation_id = work.caller.organisation_id
    copy = references(work, "organisation", [organisation_id]).get(organisation_id)
    return copy.data["time_zone"] if copy else work.caller.time_zone
