"""Use cases of segments: their rules, and keeping members up to date."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from shared.capabilities.policy import require
from shared.contracts.crm.classification_views import SegmentFields
from shared.contracts.crm.events import CustomerUpdatedV1
from shared.kernel.errors import Invalid, invalid_field
from shared.kernel.ids import new_id

from crm.application import classification
from crm.application.customer_facts import tell
from crm.application.ports import CrmWork
from crm.domain.classification import ListValue
from crm.domain.classifying.segments import BOTH, CONTACT, CUSTOMER, RECORDS, refuse_cycle

TIMER = "segment_members"
_CHUNK = 200


def create_segment(work: CrmWork, *, fields: SegmentFields) -> ListValue:
    """
    Add a segment; with a rule, its members are found in the background.

    Raises:
        Invalid: The rule's filters, pointed to; ``crm.segment_applies_to_invalid``.
        SegmentCycle: The rule leads back to the segment.
    """
    require(work.caller, "classification.create")
    segment = classification.create_list_value(
        work, list_name="segments", fields=fields, settled=_definition(work, None, fields)
    )
    if segment.rule:
        _follow(work)
    return segment


def change_segment(
    work: CrmWork, *, segment_id: UUID, expected_version: int | None, fields: SegmentFields
) -> ListValue:
    """
    Change a segment; a new rule is followed in the background.

    Raises:
        Invalid, SegmentCycle: As when creating one.
    """
    require(work.caller, "classification.update")
    present = work.lists.get("segments", segment_id)
    before = present.rule
    segment = classification.change_list_value(
        work,
        list_name="segments",
        value_id=segment_id,
        expected_version=expected_version,
        fields=fields,
        settled=_definition(work, present, fields),
    )
    if segment.rule and segment.rule != before:
        _follow(work)
    return segment


def restore_segment(work: CrmWork, *, segment_id: UUID) -> ListValue:
    """Take a retired segment back; with a rule, it is followed again."""
    segment = classification.restore_list_value(work, list_name="segments", value_id=segment_id)
    if segment.rule:
        _follow(work)
    return segment


def follow_rules(work: CrmWork, *, record: str, last: UUID | None) -> None:
    """Bring the next records after *last* into their segments, and schedule those after them."""
    ids = work.memberships.after(record, last, limit=_CHUNK)
    settle_again(work, record=record, ids=ids)
    if len(ids) == _CHUNK:
        work.schedule(TIMER, record, work.now(), {"last": str(ids[-1])})


def settle_again(work: CrmWork, *, record: str, ids: Sequence[UUID]) -> None:
    """
    Bring records into their segments because something around them changed.

    One that changes gets a new version, and others are told of customers.
    """
    for record_id, segment_ids in work.memberships.changes(record, ids).items():
        if record == CONTACT:
            contact = work.contacts.get(record_id)
            contact.segment_ids = segment_ids
            work.save(contact)
            continue
        customer = work.customers.get(record_id)
        customer.segment_ids = segment_ids
        work.save(customer)
        tell(work, CustomerUpdatedV1, customer, ["segment_ids"])


def _definition(work: CrmWork, segment: ListValue | None, fields: SegmentFields) -> dict[str, Any]:
    """What the segment applies to and its rule, checked; a rule is about customers unless said."""
    given = fields.given()
    rule = given.get("rule", segment.rule if segment else None)
    applies_to = given.get("applies_to", segment.applies_to if segment else None)
    if rule is not None and applies_to in (None, BOTH) and "applies_to" not in given:
        applies_to = CUSTOMER
    applies_to = applies_to or BOTH
    _check(work, segment.id if segment else new_id(), applies_to, rule)
    return {"applies_to": applies_to, "rule": rule}


def _check(work: CrmWork, segment_id: UUID, applies_to: str, rule: dict[str, Any] | None) -> None:
    if applies_to not in (*RECORDS, BOTH):
        raise invalid_field("/applies_to", "must be customer, contact or any")
    if rule is None:
        return
    if applies_to == BOTH:
        raise Invalid(
            "a rule is about customers or about contacts", code="crm.segment_applies_to_invalid"
        )
    if not rule:
        raise invalid_field("/rule", "needs at least one filter; null for none")
    work.memberships.check_rule(applies_to, rule)
    refuse_cycle(segment_id, rule, work.memberships.rules())


def _follow(work: CrmWork) -> None:
    """Segments may build on each other, so every record is looked at, chunk by chunk."""
    for record in RECORDS:
        work.schedule(TIMER, record, work.now(), {"last": None})
