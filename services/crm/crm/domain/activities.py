"""Activity: a meeting, call, task, e-mail or negotiation, planned or done."""

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Any
from uuid import UUID

from shared.kernel.records import Child, Record

from crm.domain import settling
from crm.domain.errors import RecordArchived
from crm.domain.occurrences.changes import OccurrenceChange, times_of
from crm.domain.values.activity_times import ActivityTimes
from crm.domain.values.contact_points import email
from crm.domain.values.problems import Problems, read_fields
from crm.domain.values.recurrence import recurrence
from crm.domain.values.texts import line, one_of, paragraphs, required

ACTIVITY_KINDS = ("meeting", "call", "task", "email", "negotiation")
STATUSES = ("planned", "in_progress", "done", "cancelled", "no_show")
PRIORITIES = ("low", "normal", "high")
PRIVACY = ("normal", "private")
RESPONSES = ("none", "accepted", "tentative", "declined")
BUSY = "busy"
# What others learn of a private activity, besides the subject "busy".
SHOWN_OF_PRIVATE = frozenset(
    {
        "id", "all_day", "time_zone", "time_adjusted", "owner_id", "unit_id", "status",
        "recurrence", "privacy", "version", "created_at", "updated_at", "archived_at",
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
    organiser: bool = False

    def who(self) -> tuple[object, ...]:
        return self.user_id, self.contact_id, self.email


@dataclass(eq=False, kw_only=True)
class Activity(Record):
    """
    Something planned or done.  Times as in ``ActivityTimes``; ``due_on`` is for tasks.

    Args:
        changes: Occurrences of a series that are not as the series says.
        ends_at: When the last occurrence of a series is over at the latest.
        open_end_at, open_end_on: When the first occurrence of a series nobody settled ends.
        ical_uid: Its name in every calendar; kept for life.
    """

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
    time_adjusted: str | None = None
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
    priority: str = "normal"
    ical_uid: str | None = None
    external_id: str | None = None
    ends_at: datetime | None = None
    open_end_at: datetime | None = None
    open_end_on: date | None = None
    participants: list[Participant] = field(default_factory=list)
    changes: list[OccurrenceChange] = field(default_factory=list)

    @property
    def times(self) -> ActivityTimes:
        """When it takes place; a series, for the first time."""
        return times_of(self)

    @property
    def people(self) -> set[UUID]:
        """The users it concerns."""
        return {self.owner_id, *self.participant_ids}

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
        """Done; see ``settling.complete``."""
        self.refuse_when_archived()
        settling.complete(self, kind=self.kind, now=now, outcome=outcome)

    def cancel(self) -> None:
        """Call off; see ``settling.cancel``."""
        self.refuse_when_archived()
        settling.cancel(self)

    def miss(self, *, outcome: str | None = None) -> None:
        """Nobody came; see ``settling.miss``."""
        self.refuse_when_archived()
        settling.miss(self, outcome=outcome)

    def reopen(self, status: str = "planned") -> None:
        """Plan it after all, or begin with it."""
        self.refuse_when_archived()
        settling.reopen(self, status=status)

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
    kept.response, kept.organiser = wanted.response, wanted.organiser
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
    "priority": required(
        one_of(PRIORITIES, code="crm.priority_unknown"), code="crm.priority_unknown"
    ),
    "ical_uid": line(255),
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
    if sum(each.organiser for each in found.values()) > 1:
        problems.note("/participants", "crm.participant_invalid", "at most one organiser")
    if len(given) > _MOST_PARTICIPANTS:
        problems.note("/participants", "crm.participant_invalid", f"at most {_MOST_PARTICIPANTS}")
    return list(found.values())
