"""Projects, two years of working time, and what was invoiced of it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from shared.kernel.periods import Period, months_between, next_month

from ops.demo.company.selling import Quote, Sales
from ops.demo.company.staff import Person
from ops.demo.company.words import WORK
from ops.demo.company.workdays import workday_before, workday_from, workdays

INTERNAL = (
    ("internal-admin", "Administrasjon", "ceo", ("Møter", "Administrasjon", "Økonomi")),
    ("internal-sales", "Salg og marked", "sm1", ("Kundekontakt", "Tilbudsarbeid", "Kampanje")),
    ("internal-skills", "Kompetanse", "resources", ("Kurs", "Faggruppe", "Egenutvikling")),
)
_HOURS_A_MONTH = 85  # of one person on one project
_TEAM = 4
_SALES_UNITS = ("300", "310", "320")
_DAY_MINUTES = 450
_HALF_HOUR = 30


@dataclass(frozen=True, kw_only=True)
class Project:
    """A project; ``quote`` is what was sold, None for internal work."""

    key: str
    name: str
    quote: str | None
    manager: str
    team: tuple[str, ...]
    period: Period
    is_fixed: bool
    is_over: bool


@dataclass(frozen=True)
class TimeEntry:
    """Minutes of a person on a project on a day; ``status`` is draft, submitted or approved."""

    person: str
    project: str
    day: date
    minutes: int
    billable: bool
    description: str
    status: str


@dataclass(frozen=True, kw_only=True)
class Invoice:
    """
    What to bill of one project for one month.

    Args:
        share: Of the fixed lines, as (part, parts); None when time is billed.
        pays_after_days: From the due day; None is never (yet).
    """

    project: str
    period: Period
    issued_on: date
    share: tuple[int, int] | None
    pays_after_days: int | None


@dataclass(frozen=True)
class Delivery:
    """Everything projects knows."""

    projects: tuple[Project, ...]
    time: tuple[TimeEntry, ...]
    invoices: tuple[Invoice, ...]


def planned_delivery(
    random: Random, people: tuple[Person, ...], sales: Sales, *, first_on: date, today: date
) -> Delivery:
    """Projects from accepted quotes and three internal ones, with their time and invoices."""
    projects = [
        Project(
            key=key, name=name, quote=None, manager=manager, team=(), is_fixed=False,
            period=Period(first_on, today), is_over=False,
        )
        for key, name, manager, _ in INTERNAL
    ] + _sold_projects(random, people, sales, today=today)  # fmt: skip
    sold = [each for each in projects if each.quote]
    time = _Timesheets(random, sold, today=today).of(people, first_on=first_on)
    return Delivery(tuple(projects), tuple(time), tuple(_invoices(random, sold, time, today=today)))


def _sold_projects(
    random: Random, people: tuple[Person, ...], sales: Sales, *, today: date
) -> list[Project]:
    managers = [each for each in people if "project_manager" in each.roles]
    workers = [each for each in people if each.billable_share > 0]
    names = {case.key: case.name for case in sales.cases}
    booked: dict[str, date] = {}
    projects = []
    accepted = [each for each in sales.quotes if each.status == "accepted"]
    for number, quote in enumerate(sorted(accepted, key=lambda each: str(each.decided_on))):
        assert quote.decided_on is not None
        manager = managers[number % len(managers)]
        team = _team(random, workers, manager, booked)
        starts_on = workday_from(quote.decided_on + timedelta(days=5))
        ends_on = starts_on + timedelta(days=_days(quote, len(team)))
        booked |= dict.fromkeys(team, ends_on)
        projects.append(
            Project(
                key=f"project{number}",
                name=names[quote.case],
                quote=quote.key,
                manager=manager.key,
                team=team,
                period=Period(starts_on, ends_on),
                is_fixed=quote.is_fixed,
                is_over=ends_on < today - timedelta(days=45),
            )
        )
    return projects


def _team(
    random: Random, workers: list[Person], manager: Person, booked: dict[str, date]
) -> tuple[str, ...]:
    """The manager and those who are free soonest."""
    others = [each.key for each in workers if each.key != manager.key]
    random.shuffle(others)
    others.sort(key=lambda key: booked.get(key, date.min))
    return (manager.key, *others[: _TEAM - 1])


def _days(quote: Quote, people: int) -> int:
    """How long the work takes: what was sold, at a usual pace, two to nine months."""
    hours = sum(line.quantity for line in quote.lines) if not quote.is_fixed else 250
    months = min(9.0, max(2.0, hours / people / _HOURS_A_MONTH))
    return round(months * 30)


class _Timesheets:
    """What people did every day."""

    def __init__(self, random: Random, projects: list[Project], *, today: date) -> None:
        self._random, self._today = random, today
        self._of_person: dict[str, list[Project]] = defaultdict(list)
        for project in projects:
            for key in project.team:
                self._of_person[key].append(project)
        monday = today - timedelta(days=today.weekday())
        self._draft_from = monday
        self._submitted_from = monday - timedelta(days=7)

    def of(self, people: tuple[Person, ...], *, first_on: date) -> list[TimeEntry]:
        entries: list[TimeEntry] = []
        for person in people:
            away = self._absences(first_on)
            for day in workdays(first_on, workday_before(self._today)):
                if not any(day in period for period in away):
                    entries += self._day(person, day)
        return entries

    def _absences(self, first_on: date) -> list[Period]:
        """Three weeks in summer, one in winter, some days of illness."""
        random, away = self._random, []
        for year in range(first_on.year, self._today.year + 1):
            summer = date(year, 7, 1) + timedelta(days=random.randint(0, 24))
            winter = date(year, 2, 14) + timedelta(days=random.randint(0, 14))
            ill = date(year, 1, 10) + timedelta(days=random.randint(0, 330))
            for start, days in ((summer, 20), (winter, 4), (ill, random.randint(0, 3))):
                away.append(Period(start, start + timedelta(days=days)))
        return away

    def _day(self, person: Person, day: date) -> list[TimeEntry]:
        left, entries = _DAY_MINUTES, []
        running = [each for each in self._of_person[person.key] if day in each.period]
        if running and self._random.random() < 0.97:
            wanted = round(_DAY_MINUTES * min(1.0, person.billable_share + 0.1) / _HALF_HOUR)
            for project, halves in self._split(running, wanted):
                entries.append(self._entry(person, project, day, halves * _HALF_HOUR))
                left -= halves * _HALF_HOUR
        for key, minutes in self._internal(person, left):
            entries.append(self._inside(person, key, day, minutes))
        return entries

    def _split(self, running: list[Project], halves: int) -> list[tuple[Project, int]]:
        """Half hours over at most two projects."""
        if len(running) == 1 or self._random.random() < 0.4:
            return [(self._random.choice(running), halves)]
        first, second = self._random.sample(running, 2)
        part = self._random.randint(2, halves - 1) if halves > 3 else 1
        return [(first, part), (second, halves - part)]

    def _internal(self, person: Person, minutes: int) -> list[tuple[str, int]]:
        if minutes <= 0:
            return []
        if person.unit in _SALES_UNITS:
            sales = minutes * 2 // 3 // _HALF_HOUR * _HALF_HOUR
            parts = [("internal-sales", sales), ("internal-admin", minutes - sales)]
        elif person.billable_share > 0 and minutes > 4 * _HALF_HOUR:
            skills = minutes // 2 // _HALF_HOUR * _HALF_HOUR
            parts = [("internal-skills", skills), ("internal-admin", minutes - skills)]
        else:
            parts = [("internal-admin", minutes)]
        return [(key, part) for key, part in parts if part > 0]

    def _entry(self, person: Person, project: Project, day: date, minutes: int) -> TimeEntry:
        billable = not project.is_fixed and self._random.random() < 0.95
        what = self._random.choice(WORK)
        return TimeEntry(person.key, project.key, day, minutes, billable, what, self._status(day))

    def _inside(self, person: Person, project: str, day: date, minutes: int) -> TimeEntry:
        what = next(words for key, _, _, words in INTERNAL if key == project)
        text = self._random.choice(what)
        return TimeEntry(person.key, project, day, minutes, False, text, self._status(day))

    def _status(self, day: date) -> str:
        if day >= self._draft_from:
            return "draft"
        return "submitted" if day >= self._submitted_from else "approved"


def _invoices(
    random: Random, projects: list[Project], time: list[TimeEntry], *, today: date
) -> list[Invoice]:
    """One invoice a month and project, issued in the first days of the next month, in order."""
    worked = {(each.project, each.day.replace(day=1)) for each in time if each.billable}
    this_month = today.replace(day=1)
    invoices = []
    for project in projects:
        months = months_between(project.period.first_on, project.period.last_on)
        for part, month in enumerate(months):
            if month >= this_month or not (project.is_fixed or (project.key, month) in worked):
                continue
            issued_on = workday_from(next_month(month) + timedelta(days=random.randint(0, 4)))
            if issued_on <= today:
                share = (part, len(months)) if project.is_fixed else None
                invoices.append(
                    Invoice(
                        project=project.key,
                        period=Period(month, next_month(month) - timedelta(days=1)),
                        issued_on=issued_on,
                        share=share,
                        pays_after_days=_payment(random),
                    )
                )
    return sorted(invoices, key=lambda each: each.issued_on)


def _payment(random: Random) -> int | None:
    """Most pay around the due day, some late, a few not at all."""
    return None if random.random() < 0.04 else round(random.triangular(-8, 25, -1))
