"""Requests of people about their own data: a copy of it, or an end to it."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID

from shared.kernel.errors import RuleBroken
from shared.kernel.records import Record

KINDS = ("export", "erase")
OPEN = ("proposed", "requested", "running")
ROUNDS = 2  # the second takes what was under way between services during the first
DUE_DAYS = 30  # GDPR article 12(3): within one month

Parts = dict[str, dict[str, Any]]


@dataclass(eq=False, kw_only=True)
class PrivacyRequest(Record):
    """
    One request.

    Shape: ``parts`` is service → ``{round_no, counts, done_at}``; ``subject`` is emptied when the
    request is closed.
    """

    audit_hides: ClassVar[frozenset[str]] = frozenset({"subject", "reason"})

    kind: str
    status: str
    contact_id: UUID | None
    subject: dict[str, Any]
    reason: str | None
    source: str
    requested_by: UUID
    requested_at: datetime
    due_on: date
    round_no: int = 1
    parts: Parts = field(default_factory=dict)
    approved_by: UUID | None = None
    approved_at: datetime | None = None
    decision_reason: str | None = None
    export_id: UUID | None = None
    completed_at: datetime | None = None
    certificate: dict[str, Any] | None = None

    def approve(self, actor_id: UUID, now: datetime) -> None:
        """
        Let the erasure begin.

        Raises:
            RequestDecided: It has begun, or is over.
            SamePerson: Whoever asked may not approve.
        """
        self._refuse_unless_undecided()
        if actor_id == self.requested_by and self.source != "retention":
            raise SamePerson(self.id)
        self.approved_by, self.approved_at, self.status = actor_id, now, "running"

    def refuse(self, actor_id: UUID, reason: str, now: datetime) -> None:
        """
        Close it without doing anything.

        Raises:
            RequestDecided: It has begun, or is over.
        """
        self._refuse_unless_undecided()
        self.approved_by, self.decision_reason = actor_id, reason
        self.status, self.completed_at, self.subject = "refused", now, {}

    def note_part(self, service: str, round_no: int, counts: Any, now: datetime) -> None:
        """Write down that a service did its part of a round; a repeated report changes nothing."""
        earlier = self.parts.get(service, {"round_no": 0, "counts": {}})
        if round_no <= earlier["round_no"]:
            return
        self.parts = {
            **self.parts,
            service: {
                "round_no": round_no,
                "counts": added(earlier["counts"], counts),
                "done_at": now.isoformat(),
            },
        }

    def missing(self, services: list[str]) -> list[str]:
        """Services whose part of the present round is still awaited."""
        return [
            each
            for each in services
            if self.parts.get(each, {"round_no": 0})["round_no"] < self.round_no
        ]

    def close(self, now: datetime, certificate: dict[str, Any] | None = None) -> None:
        """Everything is done; whom it was about is known here no longer."""
        self.status, self.completed_at, self.subject = "done", now, {}
        self.certificate = certificate

    def _refuse_unless_undecided(self) -> None:
        if self.kind != "erase" or self.status not in ("proposed", "requested"):
            raise RequestDecided(self.id, self.status)


def due_on(asked_on: date) -> date:
    """The last day by which a request must be answered."""
    return asked_on + timedelta(days=DUE_DAYS)


def added(one: Any, other: Any) -> dict[str, dict[str, int]]:
    """Counts of two rounds together."""
    total = {table: dict(each) for table, each in one.items()}
    for table, each in other.items():
        for outcome, number in each.items():
            row = total.setdefault(table, {})
            row[outcome] = row.get(outcome, 0) + number
    return total


class SamePerson(RuleBroken):
    """Erasing a person takes two."""

    code = "crm.privacy_same_person"

    def __init__(self, request_id: UUID) -> None:
        super().__init__("Somebody else must approve it.", request_id=request_id)


class RequestDecided(RuleBroken):
    """There is nothing to decide any more, or there never was."""

    code = "crm.privacy_request_decided"

    def __init__(self, request_id: UUID, status: str) -> None:
        super().__init__("There is nothing to decide.", request_id=request_id, status=status)


class RequestOpen(RuleBroken):
    """The same was asked for and is not over."""

    code = "crm.privacy_request_open"

    def __init__(self, request_id: UUID) -> None:
        super().__init__("There is an open request about this person.", request_id=request_id)


class SubjectIsUser(RuleBroken):
    """The organisation's own people are not forgotten this way."""

    code = "crm.privacy_subject_is_user"

    def __init__(self) -> None:
        super().__init__("This person is a user; other rules hold for employees.")
