"""Activity: a meeting, call, task, e-mail or negotiation, planned or done."""

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Any
from uuid import UUID

from shared.kernel.records import Child, Record

from crm.domain.errors import ActivityCancelled, ActivityDone, OutcomeMissing, RecordArchived
from crm.domain.values.activity_times import ActivityTimes
from crm.domain.values.contact_points import email
from crm.domain.values.problems import Problems, read_fields
from crm.domain.values.recurrence import recurrence
from crm.domain.values.texts import line, one_of, paragraphs, required

ACTIVITY_KINDS = ("meeting", "call", "task", "email", "negotiation")
STATUSES = ("planned", "done", "cancelled")
PRIVACY = ("normal", "private")
RESPONSES = ("none", "accepted", "tentative", "declined")
BUSY = "busy"
# What others learn of a private activity, besides the subject "busy".
SHOWN_OF_PRIVATE = frozenset(
    {
        "id", "all_day", "time_zone", "owner_id", "unit_id", "status", "recurrence", "privacy",
        "version", "created_at", "updated_at", "archived_at",
    }
)  # fmt: skip
_MOST_PARTICIPANTS = 200


@dataclass(eq=False, kw_only=True)
class Participant(Child):
    """Exactly one of user, contact and e-mail address."""

    activity_id: UUID | None = None
    user_id: UUID | None = None
    contact_id: UUID | None = None
    email: str | None = None
    response: str = "none"

    def who(self) -> tuple[object, ...]:
        return self.user_id, self.contact_id, self.email


@dataclass(eq=False, kw_only=True)
class Activity(Record):
    """Something planned or done.  Times as in ``ActivityTimes``; ``due_on`` is for tasks."""

    kind: str
    subject: str
    owner_id: UUID
    body: str | None = None
    location: str | None = None
    all_day: bool = False
    start_at: datetime | None = None
    end_at: datetime | None = None
    start_on: date | None = None
    end_on: date | None = None
    time_zone: str | None = None
    due_on: date | None = None
    unit_id: UUID | None = None
    customer_id: UUID | None = None
    contact_ids: list[UUID] = field(default_factory=list)
    sales_case_id: UUID | None = None
    project_id: UUID | None = None
    status: str = "planned"
    outcome: str | None = None
    completed_at: datetime | None = None
    recurrence: str | None = None
    privacy: str = "normal"
    participants: list[Participant] = field(default_factory=list)

    @property
    def times(self) -> ActivityTimes:
        """When it takes place."""
        names = [each.name for each in fields(ActivityTimes)]
        return ActivityTimes(**{name: getattr(self, name) for name in names})

    @property
    def participant_ids(self) -> list[UUID]:
        """The users who take part."""
        return [each.user_id for each in self.participants if each.user_id is not None]

    def change(self, values: dict[str, Any]) -> None:
        """
        Set what ``read_activity`` read.

        Raises:
            RecordArchived: The activity is put away.
        """
        self.refuse_when_archived()
        values = dict(values)
        participants = values.pop("participants", None)
        for name, value in values.items():
            if getattr(self, name) != value:
                setattr(self, name, value)
        if participants is not None:
            present = {each.who(): each for each in self.participants}
            self.participants[:] = [_kept(present, each) for each in participants]

    def move(self, times: ActivityTimes) -> None:
        """Take place at other times."""
        for each in fields(ActivityTimes):
            if getattr(self, each.name) != getattr(times, each.name):
                setattr(self, each.name, getattr(times, each.name))

    def complete(self, now: datetime, *, outcome: str | None = None) -> None:
        """
        Done.  Doing it twice only changes the outcome.

        Raises:
            ActivityCancelled: It was called off.
            OutcomeMissing: A negotiation says how it went.
        """
        self.refuse_when_archived()
        if self.status == "cancelled":
            raise ActivityCancelled(self.id)
        if self.kind == "negotiation" and not (outcome or self.outcome):
            raise OutcomeMissing(self.id)
        self.outcome = outcome or self.outcome
        self.status, self.completed_at = "done", self.completed_at or now

    def cancel(self) -> None:
        """
        Call off.

        Raises:
            ActivityDone: It took place.
        """
        self.refuse_when_archived()
        if self.status == "done":
            raise ActivityDone(self.id)
        self.status = "cancelled"

    def reopen(self) -> None:
        """Plan it after all."""
        self.refuse_when_archived()
        self.status, self.completed_at = "planned", None

    def archive(self, now: datetime) -> None:
        """Put away; doing it twice is not an error."""
        if self.archived_at is None:
            self.archived_at = now

    def restore(self) -> None:
        """Take back."""
        self.archived_at = None

    def refuse_when_archived(self) -> None:
        if self.archived_at is not None:
            raise RecordArchived("activity", self.id)

    def is_hidden_from(self, user_id: UUID) -> bool:
        """Whether the user may know only that the owner is busy."""
        mine = user_id == self.owner_id or user_id in self.participant_ids
        return self.privacy == "private" and not mine


def _kept(present: dict[tuple[object, ...], Participant], wanted: Participant) -> Participant:
    kept = present.get(wanted.who(), wanted)
    kept.response = wanted.response
    return kept


READERS: dict[str, Callable[[Any], Any]] = {
    "kind": required(line(40), code="crm.activity_kind_unknown"),
    "subject": required(line(300), code="crm.activity_subject_missing"),
    "body": paragraphs(50_000),
    "location": line(300),
    "contact_ids": lambda value: list(dict.fromkeys(value or [])),
    "status": required(
        one_of(STATUSES, code="crm.activity_status_unknown"), code="crm.activity_status_unknown"
    ),
    "outcome": paragraphs(5_000),
    "recurrence": recurrence,
    "privacy": required(one_of(PRIVACY, code="crm.privacy_unknown"), code="crm.privacy_unknown"),
}


def read_activity(given: dict[str, Any], problems: Problems) -> dict[str, Any]:
    """Turn what a caller gave into attributes of ``Activity``, noting every problem."""
    values = read_fields(given, READERS, problems)
    if "participants" in given:
        values["participants"] = _participants(given["participants"] or [], problems)
    return values


def _participants(given: list[dict[str, Any]], problems: Problems) -> list[Participant]:
    found: dict[tuple[object, ...], Participant] = {}
    for n, each in enumerate(given[: _MOST_PARTICIPANTS + 1]):
        pointer = f"/participants/{n}"
        values = {**each, "email": problems.read(f"{pointer}/email", email, each.get("email"))}
        if sum(values.get(name) is not None for name in ("user_id", "contact_id", "email")) != 1:
            problems.note(
                pointer, "crm.participant_invalid", "exactly one of user, contact and e-mail"
            )
        if values.get("response", "none") not in RESPONSES:
            problems.note(f"{pointer}/response", "crm.participant_invalid", "unknown response")
        participant = Participant(**values)
        found.setdefault(participant.who(), participant)
    if len(given) > _MOST_PARTICIPANTS:
        problems.note("/participants", "crm.participant_invalid", f"at most {_MOST_PARTICIPANTS}")
    return list(found.values())
