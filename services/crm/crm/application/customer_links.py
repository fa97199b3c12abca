"""What a customer refers to: lists, other customers, numbers that only one may have."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from shared.capabilities.policy import decide
from shared.capabilities.references import reference
from shared.kernel.errors import RuleBroken

from crm.application.classification import ensure_lists
from crm.application.ports import CrmWork
from crm.domain.classification import industry_parts
from crm.domain.classifying.segments import SegmentComputed
from crm.domain.customers import RATINGS, Customer
from crm.domain.errors import CustomerNoTaken, OrganisationNumberTaken, ParentCycle
from crm.domain.values.problems import Problems


def check_links(
    work: CrmWork,
    values: dict[str, Any],
    problems: Problems,
    *,
    customer: Customer | None = None,
) -> None:
    """
    Note what does not exist, or not for this caller.

    Raises:
        ParentCycle: The customer would stand above itself.
    """
    present = customer.segment_ids if customer else ()
    check_segments(work, values, problems, record="customer", present=present)
    if values.get("industry_code"):
        _check_industry(work, values["industry_code"], problems)
    if values.get("rating"):
        check_rating(work, values["rating"], problems, pointer="/rating")
    _settle_type(work, values, problems, is_new=customer is None)
    for name in ("parent_id", "invoicing_customer_id", "partner_id"):
        check_customer(work, values.get(name), f"/{name}", problems)
    if values.get("partner_id") and not problems.found:
        _check_partner(work, values["partner_id"], problems, customer=customer)
    if customer is not None and not problems.found:
        _refuse_cycle(work, customer.id, values.get("parent_id"))


def check_rating(work: CrmWork, code: str, problems: Problems, *, pointer: str) -> None:
    """Note a rating that is not on the organisation's scale."""
    ensure_lists(work)
    scale = {row.code for row in work.lists.values("ratings")} or set(RATINGS)
    if code not in scale:
        message = f"must be one of {', '.join(sorted(scale))}"
        problems.note(pointer, "crm.rating_invalid", message)


def check_segments(
    work: CrmWork,
    values: dict[str, Any],
    problems: Problems,
    *,
    record: str,
    present: Sequence[UUID],
) -> None:
    """
    Note segments that do not exist or are not for such records.

    Args:
        record: customer or contact.
        present: The segments the record is in.

    Raises:
        SegmentComputed: It would be put into a segment that fills itself.
    """
    wanted = values.get("segment_ids")
    if not wanted:
        return
    new = set(wanted) - set(present)
    if new - _known(work, "segments", *new):
        problems.note("/segments", "crm.segment_unknown", "there is no such segment")
    elif new and work.memberships.unsuitable(record, new):
        problems.note("/segments", "crm.segment_unsuitable", f"is not for a {record}")
    elif computed := new & work.memberships.rules().keys():
        raise SegmentComputed(computed.pop())


def check_customer(
    work: CrmWork, customer_id: UUID | None, pointer: str, problems: Problems
) -> None:
    """Note a customer that does not exist, or not for this caller."""
    if customer_id is not None and not work.customers.seen([customer_id]):
        problems.note(pointer, "crm.customer_unknown", "there is no such customer")


def check_copy(
    work: CrmWork, kind: str, record_id: UUID | None, pointer: str, problems: Problems
) -> None:
    """
    Note a case or project that this caller may not see.

    Raises:
        ReferenceMissing: It has not arrived, or does not exist.
    """
    if record_id is None:
        return
    copy = reference(work, kind, record_id)  # type: ignore[arg-type]
    seen = decide(work.caller, f"{kind}.view", owner_id=copy.owner_id, unit_id=copy.unit_id)
    works_on = str(work.caller.actor_id) in copy.data.get("member_ids", ())
    if not seen.allowed and not (works_on and work.caller.scope(kind, "view") != "none"):
        code = {"case": "sales.case_unknown", "project": "projects.project_unknown"}[kind]
        problems.note(pointer, code, f"there is no such {kind}")


def refuse_taken_numbers(
    work: CrmWork, customer: Customer, values: dict[str, Any], *, again: bool = False
) -> None:
    """
    Numbers are unique: an organisation number among live customers, a customer number for ever.

    Args:
        again: Ask even for the number the customer has itself, because it was archived.

    Raises:
        OrganisationNumberTaken, CustomerNoTaken: see the classes.
    """
    is_new = not customer.version or again
    number = values.get("organisation_number")
    if number and (is_new or number != customer.organisation_number):
        _refuse_other(customer, work.customers.holder_of(number), OrganisationNumberTaken(number))
    customer_no = values.get("customer_no")
    if customer_no and (is_new or customer_no != customer.customer_no):
        _refuse_other(customer, work.customers.numbered(customer_no), CustomerNoTaken(customer_no))


def _refuse_other(customer: Customer, holder: UUID | None, error: RuleBroken) -> None:
    if holder not in (None, customer.id):
        raise error


def _refuse_cycle(work: CrmWork, customer_id: UUID, parent_id: UUID | None) -> None:
    if parent_id is not None and customer_id in work.customers.ancestors_of(parent_id):
        raise ParentCycle(customer_id)


def _check_partner(
    work: CrmWork, partner_id: UUID, problems: Problems, *, customer: Customer | None
) -> None:
    is_itself = customer is not None and customer.id == partner_id
    if is_itself or "partner" not in work.customers.get(partner_id).kinds:
        problems.note("/partner_id", "crm.customer_no_partner", "must be another, and a partner")


def _settle_type(
    work: CrmWork, values: dict[str, Any], problems: Problems, *, is_new: bool
) -> None:
    """Every customer has exactly one type: without a choice the first of the list."""
    if type_id := values.get("type_id"):
        if type_id not in _known(work, "customer_types", type_id):
            problems.note("/type_id", "crm.customer_type_unknown", "there is no such customer type")
    elif is_new or "type_id" in values:
        values["type_id"] = work.lists.first_id("customer_types")
        if values["type_id"] is None:  # perhaps there are no lists yet
            ensure_lists(work)
            values["type_id"] = work.lists.first_id("customer_types")


def _known(work: CrmWork, list_name: str, *ids: UUID) -> set[UUID]:
    ensure_lists(work)
    return work.lists.known_ids(list_name, ids)


def _check_industry(work: CrmWork, code: str, problems: Problems) -> None:
    ensure_lists(work)
    if not work.lists.known_codes("industries", industry_parts(code)):
        problems.note("/industry_code", "crm.industry_unknown", "there is no such industry")
