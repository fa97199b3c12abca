"""Putting what a caller gave into a case: references looked up, rules of the case applied."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Any
from uuid import UUID

from shared.capabilities.custom_fields import settle
from shared.capabilities.policy import authorise
from shared.capabilities.references import Reference
from shared.contracts.declare import UNSET
from shared.contracts.sales.views import CaseLineFields
from shared.kernel.errors import FieldError, NotFound

from sales.application.ports import SalesWork
from sales.domain.case_lines import CaseLine
from sales.domain.cases import SalesCase, ValueSource
from sales.domain.errors import CaseClosed, CaseInvalid, ListedValueRetired
from sales.domain.processes import SalesProcess, StageKind

Given = Mapping[str, Any]
ProductOf = Callable[[UUID], Reference]

_PLAIN = (
    "name",
    "customer_id",
    "contact_id",
    "partner_id",
    "salesperson_id",
    "team_ids",
    "unit_id",
    "cost_centre_id",
    "expected_start",
    "lead_source_id",
    "received_on",
    "competitor",
    "external_id",
    "description",
)
_FIXED_WHEN_CLOSED = (
    "customer_id",
    "process_id",
    "stage_id",
    "value",
    "value_source",
    "probability",
    "expected_order_date",
    "received_on",
    "primary_quote_id",
    "lines",
)


def apply_fields(work: SalesWork, case: SalesCase, given: Given) -> None:
    """
    Set everything that was given but stage and probability.

    Raises:
        CaseInvalid: Fields at fault.
        CaseClosed: A field that is fixed by the decision.
        NotFound: A reference to something that does not exist, or not for the caller.
    """
    if not case.is_open and any(_differs(case, given, name) for name in _FIXED_WHEN_CLOSED):
        raise CaseClosed(case_id=case.id, status=case.status)
    check_references(work, case, given)
    for name in _PLAIN:
        if name in given:
            setattr(case, name, given[name])
    if "custom" in given or not case.version:
        old = case.custom if case.version else None
        case.custom = settle(work, "case", given.get("custom", {}), old=old)
    if "expected_order_date" in given:
        case.expect_order_on(given["expected_order_date"])
    _apply_value(work, case, given)


def place(case: SalesCase, process: SalesProcess, given: Given) -> None:
    """
    Put an open case into the stage asked for, and set its probability.

    Raises:
        StageUnfit, StageRequirementsMissing
        CaseInvalid: The probability.
    """
    wanted = given.get("stage_id", case.stage_id)
    if wanted != case.stage_id or process.id != case.process_id:
        stage = (
            process.live_stage(wanted, kind=StageKind.OPEN)
            if given.get("stage_id")
            else process.first(StageKind.OPEN)
        )
        case.process_id = process.id
        case.enter(stage)
    if "probability" in given:
        case.set_probability(given["probability"], stage=process.stage(case.stage_id))


def check_references(work: SalesWork, case: SalesCase, given: Given) -> None:
    """
    Refuse references to what does not exist or is not the caller's to see.

    Raises:
        NotFound: ``crm.customer_unknown``, ``identity.user_unknown``, ``identity.unit_unknown``,
            ``sales.lead_source_unknown``.
        ListedValueRetired: The lead source takes no new cases.
    """
    for name in ("customer_id", "partner_id"):
        if given.get(name):
            customer = work.references.get("customer", given[name])
            authorise(work.caller, "customer.view", customer, unknown="crm.customer_unknown")
    for name, kind in (("salesperson_id", "user"), ("unit_id", "unit")):
        if given.get(name):
            work.references.get(kind, given[name])
    for user_id in given.get("team_ids") or ():
        work.references.get("user", user_id)
    lead_source_id = given.get("lead_source_id")
    if lead_source_id and lead_source_id != case.lead_source_id:
        source = work.lead_sources.get(lead_source_id)
        if source.archived_at is not None or not source.active:
            raise ListedValueRetired(value_id=source.id, pointer="/lead_source_id")


def lines_from(given: Sequence[CaseLineFields], product_of: ProductOf) -> list[CaseLine]:
    """
    Lines as a caller gives them; the description is the product's name when left out.

    Raises:
        CaseInvalid: A quantity that is no decimal, or no price.
        NotFound: ``quoting.product_unknown``.
    """
    return [_line_from(each, number, product_of) for number, each in enumerate(given)]


def _line_from(fields: CaseLineFields, number: int, product_of: ProductOf) -> CaseLine:
    where = f"/lines/{number}"
    product_id: UUID | None = None if fields.product_id is UNSET else fields.product_id
    product = product_of(product_id) if product_id else None
    if fields.unit_price is UNSET:
        raise CaseInvalid([FieldError(f"{where}/unit_price", "required", "needs a price")])
    description = fields.description
    if description is UNSET:
        description = product.name if product else ""
    return CaseLine(
        position=number,
        product_id=product_id,
        description=description,
        quantity=_quantity(fields.quantity, where),
        unit_price=fields.unit_price,
    )


def _quantity(text: Any, where: str) -> Decimal:
    if text is UNSET:
        return Decimal(1)
    try:
        quantity = Decimal(text)
    except InvalidOperation:
        quantity = Decimal("NaN")
    if not quantity.is_finite():
        raise CaseInvalid([FieldError(f"{where}/quantity", "invalid", "must be a decimal")])
    return quantity


def _differs(case: SalesCase, given: Given, name: str) -> bool:
    if name not in given:
        return False
    if name == "probability":
        return bool(given[name] != case.probability_bp // 100)
    return bool(given[name] != getattr(case, name))


def _apply_value(work: SalesWork, case: SalesCase, given: Given) -> None:
    if given.get("primary_quote_id"):
        _net_of(work, case, given["primary_quote_id"])
    if "primary_quote_id" in given:
        case.primary_quote_id = given["primary_quote_id"]
    if "lines" in given:
        case.set_lines(lines_from(given["lines"], partial(work.references.get, "product")))
    source = _source_asked(case, given)
    if given.get("value") is not None:
        case.set_value(given["value"])
    elif source == ValueSource.LINES:
        case.value_by_lines()
    elif source == ValueSource.QUOTE:
        case.value_by_quote(_net_of(work, case, case.primary_quote_id))
    elif source == ValueSource.MANUAL:
        case.value_source = ValueSource.MANUAL


def _source_asked(case: SalesCase, given: Given) -> ValueSource | None:
    """What the value shall be taken from; None when it stays as it is."""
    source = given.get("value_source")
    if source is not None and source not in list(ValueSource):
        raise CaseInvalid([FieldError("/value_source", "unknown", "manual, lines or quote")])
    if given.get("value") is not None and source not in (None, ValueSource.MANUAL):
        raise CaseInvalid([FieldError("/value", "conflict", f"the value comes from {source}")])
    if source is not None:
        return ValueSource(source)
    if "value" in given:
        return ValueSource.LINES if case.lines else None
    if "primary_quote_id" in given and case.value_source == ValueSource.QUOTE:
        return ValueSource.QUOTE
    first_lines = "lines" in given and case.version == 0
    return ValueSource.LINES if first_lines else None


def _net_of(work: SalesWork, case: SalesCase, quote_id: UUID | None) -> Any:
    net = work.quotes.net_of(quote_id, case_id=case.id) if quote_id else None
    if net is None:
        raise NotFound("There is no such quote of the case.", code="sales.quote_unknown")
    return net
