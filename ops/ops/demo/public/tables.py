"""Reads the four files of a public data set into rows with real dates and numbers."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from statistics import median_low
from typing import TypeVar

from ops.machine.faults import Fault

Read = TypeVar("Read")

_DATES = ("%d-%m-%y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y", "%m/%d/%Y")


@dataclass(frozen=True, kw_only=True)
class Account:
    """A row of accounts.csv; revenue in million USD."""

    name: str
    sector: str
    founded_year: int | None
    revenue_million: Decimal | None
    employees: int | None
    country: str
    parent: str


@dataclass(frozen=True, kw_only=True)
class Product:
    """A row of products.csv; the price in USD."""

    name: str
    series: str
    price: Decimal


@dataclass(frozen=True, kw_only=True)
class Agent:
    """A row of sales_teams.csv."""

    name: str
    manager: str
    office: str


@dataclass(frozen=True, kw_only=True)
class Opportunity:
    """A row of sales_pipeline.csv; ``row_no`` counts from 2, as in the file."""

    row_no: int
    id: str
    agent: str
    product: str
    account: str
    stage: str
    engaged_on: date | None
    closed_on: date | None
    value: Decimal | None


@dataclass(frozen=True)
class DataSet:
    """Everything in the folder."""

    accounts: list[Account]
    products: list[Product]
    agents: list[Agent]
    opportunities: list[Opportunity]

    @property
    def last_on(self) -> date:
        """The last day the files know of: when the picture was taken."""
        days = [day for row in self.opportunities for day in (row.engaged_on, row.closed_on) if day]
        return max(days, default=date.min)

    @property
    def usual_days(self) -> int:
        """Days from engagement to decision: the median of what was decided."""
        days = [
            (row.closed_on - row.engaged_on).days
            for row in self.opportunities
            if row.closed_on and row.engaged_on
        ]
        return median_low(days) if days else 0


def read_folder(folder: Path) -> DataSet:
    """
    Read the four files.

    Raises:
        Fault: A file or column is missing, or a cell cannot be read; says which.
    """
    return DataSet(
        accounts=_rows(folder / "accounts.csv", _account),
        products=_rows(folder / "products.csv", _product),
        agents=_rows(folder / "sales_teams.csv", _agent),
        opportunities=_rows(folder / "sales_pipeline.csv", _opportunity),
    )


class _Cells:
    """The cells of one row, by the names of their columns."""

    def __init__(self, file: Path, row_no: int, cells: dict[str, str | None]) -> None:
        self._file, self.row_no, self._cells = file, row_no, cells

    def text(self, column: str) -> str:
        if column not in self._cells:
            raise Fault(f"{self._file} has no column {column}.")
        return (self._cells[column] or "").strip()

    def needed(self, column: str) -> str:
        return self.text(column) or self._refuse(column, "is empty")

    def number(self, column: str) -> Decimal | None:
        try:
            return Decimal(self.text(column)) if self.text(column) else None
        except InvalidOperation:
            return self._refuse(column, "is not a number")

    def whole(self, column: str) -> int | None:
        number = self.number(column)
        return None if number is None else int(number)

    def day(self, column: str) -> date | None:
        text = self.text(column)
        if not text:
            return None
        for form in _DATES:
            try:
                return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
            except ValueError:
                continue
        return self._refuse(column, "is not a date")

    def _refuse(self, column: str, problem: str) -> Read:  # type: ignore[type-var]
        raise Fault(f"{self._file}, row {self.row_no}: {column} {problem}.")


def _rows(file: Path, read: Callable[[_Cells], Read]) -> list[Read]:
    if not file.exists():
        raise Fault(f"{file} is missing.")
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            rows = csv.DictReader(stream)
            return [read(_Cells(file, number, row)) for number, row in enumerate(rows, start=2)]
    except (UnicodeDecodeError, csv.Error) as error:
        raise Fault(f"{file} cannot be read: {error}") from error


def _account(cells: _Cells) -> Account:
    return Account(
        name=cells.needed("account"),
        sector=cells.text("sector"),
        founded_year=cells.whole("year_established"),
        revenue_million=cells.number("revenue"),
        employees=cells.whole("employees"),
        country=cells.text("office_location"),
        parent=cells.text("subsidiary_of"),
    )


def _product(cells: _Cells) -> Product:
    return Product(
        name=cells.needed("product"),
        series=cells.text("series"),
        price=Decimal(cells.number("sales_price") or 0),
    )


def _agent(cells: _Cells) -> Agent:
    return Agent(
        name=cells.needed("sales_agent"),
        manager=cells.text("manager"),
        office=cells.needed("regional_office"),
    )


def _opportunity(cells: _Cells) -> Opportunity:
    return Opportunity(
        row_no=cells.row_no,
        id=cells.needed("opportunity_id"),
        agent=cells.text("sales_agent"),
        product=cells.text("product"),
        account=cells.text("account"),
        stage=cells.text("deal_stage"),
        engaged_on=cells.day("engage_date"),
        closed_on=cells.day("close_date"),
        value=cells.number("close_value"),
    )
