"""What people do with quotes while they are still ours: draft, change, put away, revise."""

import dataclasses
from uuid import UUID

from shared.capabilities.custom_fields import settle
from shared.capabilities.policy import require
from shared.capabilities.references import reference
from shared.contracts.declare import UNSET
from shared.contracts.quoting.events import QuoteCreatedV1, QuoteUpdatedV1
from shared.contracts.quoting.views import QuoteFields
from shared.kernel.ids import new_id

from quoting.application.access import open_case, quote_for
from quoting.application.ports import QuotingWork
from quoting.application.quote_facts import quote_facts
from quoting.application.quote_lines import priced_lines
from quoting.domain.errors import FieldInvalid, QuoteNotDraft
from quoting.domain.quote_lines import QuoteLine
from quoting.domain.quotes import INTERNAL, Quote, QuoteStatus

_PLAIN = (
    "title",
    "contact_id",
    "owner_id",
    "language",
    "price_list_id",
    "valid_until",
    "terms",
    "purchase_order_no",
    "is_primary",
)
_KEPT_IN_REVISIONS = (
    *(name for name in _PLAIN if name != "is_primary"),
    "quote_no",
    "root_id",
    "currency",
    "sales_case_id",
    "customer_id",
    "unit_id",
    "custom",
)


def create_quote(work: QuotingWork, *, fields: QuoteFields) -> Quote:
    """
    Draft a quote for a sales case; the case's first one is its primary one.

    Raises:
        ReferenceMissing: ``sales.case_unknown``.
        CaseClosed, FieldInvalid, PriceMissing
    """
    require(work.caller, "quote.create")
    if fields.sales_case_id is UNSET:
        raise FieldInvalid("/sales_case_id", "A quote belongs to a sales case.")
    case = open_case(work, fields.sales_case_id)
    quote_id = new_id()
    quote = Quote(
        id=quote_id,
        root_id=quote_id,
        quote_no="",
        title=case.name,
        sales_case_id=case.id,
        customer_id=UUID(case.data["customer_id"]),
        owner_id=work.caller.actor_id,
        unit_id=case.unit_id,
        currency=fields.currency or case.data["value"]["currency"],
        is_primary=not work.quotes.has_primary(case.id),
    )
    _apply(work, quote, fields)
    quote.quote_no = str(work.next_number("quote_no", start=10001))
    _save(work, quote)
    work.publish(QuoteCreatedV1(**quote_facts(quote)))
    return quote


def change_quote(
    work: QuotingWork, *, quote_id: UUID, expected_version: int, fields: QuoteFields
) -> Quote:
    """
    Change what is not sent; it is a draft again, and an approval counts only for what it was for.

    Raises:
        QuoteNotDraft, QuoteArchived, FieldInvalid, PriceMissing
    """
    quote = quote_for(work, "quote.update", quote_id, expected_version=expected_version)
    if fields.sales_case_id not in (UNSET, quote.sales_case_id):
        raise FieldInvalid("/sales_case_id", "A quote stays with its case.")
    quote.reopen_draft()
    _apply(work, quote, fields)
    _save(work, quote)
    work.publish(QuoteUpdatedV1(**quote_facts(quote)))
    return quote


def archive_quote(work: QuotingWork, *, quote_id: UUID, expected_version: int | None) -> Quote:
    """Put a quote away that is not with the customer.  Raises: QuoteNotDraft."""
    quote = quote_for(work, "quote.archive", quote_id, expected_version=expected_version)
    if quote.status is QuoteStatus.SENT:
        raise QuoteNotDraft("Withdraw the quote first.", status=quote.status)
    quote.archived_at = quote.archived_at or work.now()
    work.save(quote)
    return quote


def restore_quote(work: QuotingWork, *, quote_id: UUID) -> Quote:
    """Take a quote back."""
    quote = quote_for(work, "quote.archive", quote_id)
    quote.archived_at = None
    work.save(quote)
    return quote


def revise_quote(work: QuotingWork, *, quote_id: UUID) -> Quote:
    """
    Draft the next revision as a copy; the earlier one stays valid until the new one is sent.

    Raises:
        QuoteNotDraft: One revision is being worked on, or was accepted.
        CaseClosed: The case is lost or cancelled.
    """
    quote = quote_for(work, "quote.update", quote_id)
    revisions = [quote, *work.quotes.other_revisions(quote)]
    for each in revisions:
        is_open = each.status in INTERNAL and each.archived_at is None
        if is_open or each.status is QuoteStatus.ACCEPTED:
            raise QuoteNotDraft("There is nothing to revise.", status=each.status)
    open_case(work, quote.sales_case_id, or_won=True)
    revision = Quote(
        **{name: getattr(quote, name) for name in _KEPT_IN_REVISIONS},
        revision=max(each.revision for each in revisions) + 1,
        is_primary=False,
    )
    revision.replace_lines(_copy_of(line) for line in quote.lines)
    work.save(revision)
    work.publish(QuoteCreatedV1(**quote_facts(revision)))
    return revision


def _copy_of(line: QuoteLine) -> QuoteLine:
    """The same line with an id of its own."""
    kept = {each.name for each in dataclasses.fields(QuoteLine)} - {"id", "organisation_id"}
    return QuoteLine(**{name: getattr(line, name) for name in kept})


def _apply(work: QuotingWork, quote: Quote, fields: QuoteFields) -> None:
    given = fields.given()
    for name in _PLAIN:
        if name in given:
            setattr(quote, name, given[name])
    if "custom" in given or not quote.version:
        old = quote.custom if quote.version else None
        quote.custom = settle(work, "quote", given.get("custom", {}), old=old)
    quote.check()
    if given.get("currency", quote.currency) != quote.currency:
        raise FieldInvalid("/currency", "A quote keeps its currency.")
    if "owner_id" in given:
        reference(work, "user", quote.owner_id)
    if "lines" in given:
        quote.replace_lines(priced_lines(work, quote, given["lines"]))


def _save(work: QuotingWork, quote: Quote) -> None:
    work.save(quote)
    if quote.is_primary:
        work.quotes.no_longer_primary(quote)
