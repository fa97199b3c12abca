"""Activities and notes: how the made-up company keeps in touch."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from ops.demo.company.customers import Contact, Customer
from ops.demo.company.selling import Case
from ops.demo.company.words import NOTES, OUTCOMES, SUBJECTS
from ops.demo.company.workdays import workday_before, workday_from

PAST, FUTURE, NOTED = 480, 120, 150
_TIMED = ("meeting", "call", "negotiation")
_FIRST_HOUR, _LAST_HOUR = 8, 15


@dataclass(frozen=True, kw_only=True)
class Activity:
    """Something done or planned; ``start`` and ``end`` are local times without zone."""

    kind: str
    subject: str
    owner: str
    customer: str
    contact: str | None
    case: str | None
    start: str | None
    end: str | None
    due_on: date | None
    is_done: bool
    outcome: str | None


@dataclass(frozen=True)
class Note:
    """What somebody wrote down about a customer."""

    author: str
    customer: str
    body: str
    is_pinned: bool


def planned_activities(
    random: Random,
    customers: tuple[Customer, ...],
    contacts: tuple[Contact, ...],
    cases: tuple[Case, ...],
    *,
    first_on: date,
    today: date,
) -> tuple[Activity, ...]:
    """Six hundred activities; nobody is at two places at once."""
    diary = _Diary(random, contacts, cases, today=today)
    days = (today - first_on).days
    for number in range(PAST):
        day = workday_before(today - timedelta(days=random.randint(0, days - 1)))
        diary.add(customers[number % len(customers)], day)
    for _ in range(FUTURE):
        day = workday_from(today + timedelta(days=random.randint(1, 45)))
        diary.add(random.choice(customers), day)
    return tuple(diary.activities)


def planned_notes(random: Random, customers: tuple[Customer, ...]) -> tuple[Note, ...]:
    """A note or two about every customer, by whoever looks after it."""
    return tuple(
        Note(
            author=customers[number % len(customers)].owner,
            customer=customers[number % len(customers)].key,
            body=random.choice(NOTES),
            is_pinned=random.random() < 0.1,
        )
        for number in range(NOTED)
    )


class _Diary:
    """Finds everybody free hours."""

    def __init__(
        self,
        random: Random,
        contacts: tuple[Contact, ...],
        cases: tuple[Case, ...],
        *,
        today: date,
    ) -> None:
        self._random, self._today = random, today
        self._contacts = {each.customer: each.key for each in reversed(contacts)}
        self._cases = {each.customer: each for each in cases}
        self._busy: set[tuple[str, date, int]] = set()
        self.activities: list[Activity] = []

    def add(self, customer: Customer, day: date) -> None:
        random, is_done = self._random, day < self._today
        case = self._case_of(customer, day)
        kinds, weights = list(SUBJECTS), (35, 30, 20, 10, 5 if case else 0)
        kind = random.choices(kinds, weights)[0]
        hour = self._free_hour(customer.owner, day) if kind in _TIMED else None
        self.activities.append(
            Activity(
                kind=kind,
                subject=random.choice(SUBJECTS[kind]),
                owner=customer.owner,
                customer=customer.key,
                contact=self._contacts.get(customer.key) if kind != "task" else None,
                case=case.key if case else None,
                start=f"{day}T{hour:02d}:00" if hour else None,
                end=f"{day}T{hour:02d}:{random.choice((30, 45, 55))}" if hour else None,
                due_on=None if hour else day,
                is_done=is_done,
                outcome=random.choice(OUTCOMES) if is_done else None,
            )
        )

    def _case_of(self, customer: Customer, day: date) -> Case | None:
        """The customer's case, when the day falls into its life."""
        case = self._cases.get(customer.key)
        if case is None or day < case.received_on:
            return None
        return case if case.closed_on is None or day <= case.closed_on else None

    def _free_hour(self, owner: str, day: date) -> int | None:
        free = [
            hour
            for hour in range(_FIRST_HOUR, _LAST_HOUR + 1)
            if (owner, day, hour) not in self._busy
        ]
        if not free:
            return None
        hour = self._random.choice(free)
        self._busy.add((owner, day, hour))
        return hour
