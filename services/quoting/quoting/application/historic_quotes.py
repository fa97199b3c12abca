"""Writing down quotes of the past with their own dates, as a migration brings them."""

from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from shared.capabilities.policy import authorise, require
from shared.capabilities.references import reference
from shared.contracts.declare import UNSET
from shared.contracts.quoting.events import (
    QuoteAcceptedV1,
    QuoteDeclinedV1,
    QuoteSentV1,
)
from shared.contracts.quoting.views import HistoricQuoteFields
from shared.kernel.ids import new_id

from quoting.application.links import schedule_expiry
from quoting.application.ports import QuotingWork
from quoting.application.quote_facts import acceptance_of, quote_facts, sold_lines
from quoting.application.quote_lines import priced_lines
from quoting.domain.errors import FieldInvalid
from quoting.domain.quotes import Quote, QuoteStatus

_NOON = time(12)
_SAME = ("title", "valid_until", "contact_id", "purchase_order_no", "terms")


def import_quote(work: QuotingWork, *, fields: HistoricQuoteFields) -> Quote:
    """
    Write down a quote of the past, whatever its case has come to since.

    Nothing is asked of it that was asked when it was sent: floors, approvals, an open case.

    Raises:
        Forbidden: The caller may not import.
        ReferenceMissing: ``sales.case_unknown``, ``identity.user_unknown``.
        FieldInvalid, QuoteEmpty, QuoteExpired
    """
    require(work.caller, "import.run")
    quote = _heading(work, fields)
    quote.check()
    for n, line in enumerate(fields.lines):
        if line.unit_price in (UNSET, None):
            raise FieldInvalid(f"/lines/{n}/unit_price", "A quote of the past had its own prices.")
    quote.replace_lines(priced_lines(work, quote, fields.lines))
    quote.send(today=fields.sent_on, at=_moment(work, fields.sent_on))
    happened_on = _answer(quote, fields, today=work.today())
    quote.quote_no = str(work.next_number("quote_no", start=10001))
    work.save(quote)
    if quote.status is QuoteStatus.SENT:
        schedule_expiry(work, quote)
    work.publish(_fact(quote, happened_on), at=_moment(work, happened_on))
    return quote


def _heading(work: QuotingWork, fields: HistoricQuoteFields) -> Quote:
    case = reference(work, "case", fields.sales_case_id)
    authorise(work.caller, "case.view", case, unknown="sales.case_unknown")
    given = fields.given()
    quote_id = new_id()
    owner_id = given.get("owner_id", case.owner_id or work.caller.actor_id)
    reference(work, "user", owner_id)
    return Quote(
        id=quote_id,
        root_id=quote_id,
        quote_no="",
        sales_case_id=case.id,
        customer_id=UUID(case.data["customer_id"]),
        owner_id=owner_id,
        unit_id=case.unit_id,
        currency=case.data["value"]["currency"],
        is_primary=not work.quotes.has_primary(case.id),
        **{name: given[name] for name in _SAME if name in given},
    )


def _answer(quote: Quote, fields: HistoricQuoteFields, *, today: date) -> date:
    """Bring the quote to its status; answers the day it got there."""
    given = fields.given()
    if fields.status == "accepted":
        happened_on = given.get("accepted_on")
    elif fields.status == "declined":
        happened_on = given.get("declined_on", fields.sent_on)
    elif fields.status == "sent":
        happened_on = fields.sent_on
    else:
        raise FieldInvalid("/status", "must be sent, accepted or declined")
    if happened_on is None or not fields.sent_on <= happened_on <= today:
        raise FieldInvalid(f"/{fields.status}_on", "must be between sending and today")
    if fields.status == "accepted":
        quote.accept(today=happened_on)
    elif fields.status == "declined":
        quote.decline(reason=given.get("declined_reason"))
    return happened_on


def _fact(quote: Quote, happened_on: date) -> QuoteAcceptedV1 | QuoteDeclinedV1 | QuoteSentV1:
    if quote.status is QuoteStatus.ACCEPTED:
        return acceptance_of(quote, accepted_on=happened_on)
    if quote.status is QuoteStatus.DECLINED:
        return QuoteDeclinedV1(**quote_facts(quote), lines=sold_lines(quote))
    return QuoteSentV1(**quote_facts(quote), lines=sold_lines(quote))


def _moment(work: QuotingWork, day: date) -> datetime:
    """Noon of a day: of the past only the date is known."""
    return min(datetime.combine(day, _NOON, ZoneInfo(work.caller.time_zone)), work.now())
