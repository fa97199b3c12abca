"""The made-up company's sales cases with their past, and the quotes it gave."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from ops.demo.company.customers import SELLERS, Customer
from ops.demo.company.offers import BY_CODE
from ops.demo.company.words import COMPETITORS, DECLINED, ENGAGEMENTS
from ops.demo.company.workdays import workday_before, workday_from

# Stages of the process every new organisation has, by their Norwegian names.
OPEN_STAGES = ("Henvendelse", "Kvalifisering", "Tilbud", "Forhandling")
WON, LOST = "Vunnet", "Tapt"
# How many cases there are of each sort; those that had a quote come first.
QUOTED_WON, WON_ONLY, QUOTED_LOST, LOST_ONLY = 34, 28, 8, 30
OPEN = {"Henvendelse": 14, "Kvalifisering": 14, "Tilbud": 13, "Forhandling": 9}
DRAFTS = 4
LEAD_SOURCES = (
    "referral", "web", "existing_customer", "partner", "tender", "event", "outreach",
)  # fmt: skip
LOST_REASONS = ("price", "competitor", "no_decision", "timing", "capacity", "requirements")
PRICE_RISE_DAYS = 365
RUN_UP_DAYS = 130  # what was sold before the first day of work in the books
# Products and their shares of the hours; time is billed at the price of the first.
_MIXES = (
    (("UTV-S", 0.45), ("RAD-S", 0.35), ("PL", 0.2)),
    (("RAD-S", 0.5), ("RAD-J", 0.3), ("PL", 0.2)),
    (("UTV-S", 0.4), ("UTV-J", 0.35), ("ARK", 0.25)),
    (("DATA", 0.5), ("RAD-S", 0.35), ("PL", 0.15)),
)
# Hours of what became a project here, and of everything else.
_LARGE_HOURS, _SMALL_HOURS = (1000, 1300, 1600, 1800, 2100, 2500), (120, 200, 300, 400, 600, 900)
_FIXED = ("FORP", "REV", "LEDER")


@dataclass(frozen=True)
class Line:
    """A line of a quote: a product's code, how much of it, and its price then."""

    product: str
    quantity: int
    price_kr: int


@dataclass(frozen=True, kw_only=True)
class Case:
    """A sales case; ``stages`` are names and days in order, the last one is where it stands."""

    key: str
    name: str
    customer: str
    salesperson: str
    value_kr: int
    received_on: date
    stages: tuple[tuple[str, date], ...]
    closed_on: date | None
    expected_on: date | None
    lead_source: str
    lost_reason: str | None
    competitor: str | None

    @property
    def stage(self) -> str:
        """Where the case stands."""
        return self.stages[-1][0]


@dataclass(frozen=True, kw_only=True)
class Quote:
    """A quote; ``status`` is draft, sent, accepted or declined."""

    key: str
    case: str
    status: str
    sent_on: date | None
    decided_on: date | None
    valid_until: date
    lines: tuple[Line, ...]
    is_fixed: bool
    declined_reason: str | None


@dataclass(frozen=True)
class Sales:
    """Everything sales and quoting know."""

    cases: tuple[Case, ...]
    quotes: tuple[Quote, ...]


def planned_sales(
    random: Random, customers: tuple[Customer, ...], *, first_on: date, today: date
) -> Sales:
    """A hundred and fifty cases in every stage, sixty of them with a quote."""
    writer = _Writer(random, customers, first_on=first_on, today=today)
    days = (today - first_on).days
    for number in range(QUOTED_WON):
        since = round((number + 0.5) * (days + RUN_UP_DAYS - 30) / QUOTED_WON)
        closed_on = first_on + timedelta(days=since - RUN_UP_DAYS)
        writer.decided(WON, closed_on, quoted=True)
    for stage, count, quoted in (
        (WON, WON_ONLY, False),
        (LOST, QUOTED_LOST, True),
        (LOST, LOST_ONLY, False),
    ):
        for _ in range(count):
            closed_on = first_on + timedelta(days=random.randint(0, days - 2))
            writer.decided(stage, closed_on, quoted=quoted)
    for stage, count in OPEN.items():
        for _ in range(count):
            writer.open(stage)
    return Sales(tuple(writer.cases), tuple(writer.quotes))


class _Writer:
    """Makes up one case after the other."""

    def __init__(
        self, random: Random, customers: tuple[Customer, ...], *, first_on: date, today: date
    ) -> None:
        self._random, self._first_on, self._today = random, first_on, today
        self._buyers = [each for each in customers if each.kind == "customer"]
        self._all = list(customers)
        self.cases: list[Case] = []
        self.quotes: list[Quote] = []

    def decided(self, stage: str, closed_on: date, *, quoted: bool) -> None:
        closed_on = workday_from(closed_on)
        if closed_on >= self._today:
            closed_on = workday_before(self._today)
        stays = self._stays(len(OPEN_STAGES), last_on=closed_on)
        self._add(stage, [*stays, (stage, closed_on)], closed_on=closed_on, quoted=quoted)

    def open(self, stage: str) -> None:
        reached = OPEN_STAGES.index(stage) + 1
        entered_on = workday_before(self._today - timedelta(days=self._random.randint(1, 21)))
        stays = self._stays(reached, last_on=entered_on, until_last=True)
        self._add(stage, stays, closed_on=None, quoted=reached > 2)

    def _stays(
        self, count: int, *, last_on: date, until_last: bool = False
    ) -> list[tuple[str, date]]:
        """The first *count* stages, each entered 4 to 24 days before the next."""
        days = [last_on] if until_last else []
        while len(days) < count:
            earlier = (days[0] if days else last_on) - timedelta(days=self._random.randint(4, 24))
            days.insert(0, workday_before(earlier))
        return list(zip(OPEN_STAGES, days, strict=False))

    def _add(
        self,
        stage: str,
        stages: list[tuple[str, date]],
        *,
        closed_on: date | None,
        quoted: bool,
    ) -> None:
        random, number = self._random, len(self.cases)
        name, is_fixed = random.choice(ENGAGEMENTS)
        lines = self._lines(is_fixed, on=stages[-1][1], is_delivered=quoted and stage == WON)
        customer = random.choice(self._buyers if stage == WON else self._all)
        case = Case(
            key=f"case{number}",
            name=f"{name} – {customer.name}",
            customer=customer.key,
            salesperson=customer.owner if random.random() < 0.8 else random.choice(SELLERS),
            value_kr=sum(line.quantity * line.price_kr for line in lines),
            received_on=stages[0][1],
            stages=tuple(stages),
            closed_on=closed_on,
            expected_on=None if closed_on else self._expected_on(stage),
            lead_source=random.choice(LEAD_SOURCES),
            lost_reason=random.choice(LOST_REASONS) if stage == LOST else None,
            competitor=random.choice(COMPETITORS) if stage == LOST else None,
        )
        self.cases.append(case)
        if quoted:
            self._quote(case, lines, is_fixed=is_fixed)

    def _expected_on(self, stage: str) -> date:
        """The later the stage, the sooner; some are overdue already, as in real life."""
        soonest = {"Henvendelse": 45, "Kvalifisering": 30, "Tilbud": 10, "Forhandling": -5}[stage]
        return self._today + timedelta(days=soonest + self._random.randint(0, 90))

    def _lines(self, is_fixed: bool, *, on: date, is_delivered: bool) -> tuple[Line, ...]:
        version = 1 if on >= self._today - timedelta(days=PRICE_RISE_DAYS) else 0
        random = self._random
        if is_fixed:
            amounts = [(random.choice(_FIXED), random.randint(2, 4)), ("VERK", 3)]
        else:
            hours = random.choice(_LARGE_HOURS if is_delivered else _SMALL_HOURS)
            amounts = [(code, round(hours * share)) for code, share in random.choice(_MIXES)]
        return tuple(
            Line(code, quantity, BY_CODE[code].price_kr[version]) for code, quantity in amounts
        )

    def _quote(self, case: Case, lines: tuple[Line, ...], *, is_fixed: bool) -> None:
        sent_on = dict(case.stages)["Tilbud"]
        status = {WON: "accepted", LOST: "declined"}.get(case.stage, "sent")
        drafts = sum(quote.status == "draft" for quote in self.quotes)
        if case.stage == "Tilbud" and drafts < DRAFTS:
            status = "draft"
        decided_on = case.closed_on
        self.quotes.append(
            Quote(
                key=f"quote{len(self.quotes)}",
                case=case.key,
                status=status,
                sent_on=None if status == "draft" else sent_on,
                decided_on=decided_on,
                valid_until=max(decided_on or self._today, sent_on) + timedelta(days=20),
                lines=lines,
                is_fixed=is_fixed,
                declined_reason=self._random.choice(DECLINED) if status == "declined" else None,
            )
        )
