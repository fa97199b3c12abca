"""How the dates and numbers of a column are written: of the whole column, not of each cell."""

import re
from dataclasses import dataclass
from datetime import date

DATE_FORMATS = ("dmy", "mdy", "ymd")  # 13.02.2026, 02/13/2026, 2026-02-13
NUMBER_FORMATS = ("comma", "point")  # 1 234,50 and 1,234.50
NORWEGIAN = ("dmy", "comma")
FORMATS = (*DATE_FORMATS, *NUMBER_FORMATS)
FIRST_YEAR, LAST_YEAR = 1900, 2200
_MOSTLY = 0.8
_CENTURY_TURNS = 70  # two digits below it are of this century

_DATE = re.compile(r"(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})(?:[ T].*)?\Z")
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)\Z")
_NUMBER = re.compile(r"-?[\d.,'\s\u00a0\u202f]*\d\Z")
_GROUPS = {
    "comma": re.compile(r"-?(\d+|\d{1,3}(?:[. '\u00a0\u202f]\d{3})+)(?:,(\d+))?\Z"),
    "point": re.compile(r"-?(\d+|\d{1,3}(?:[, '\u00a0\u202f]\d{3})+)(?:\.(\d+))?\Z"),
}
_MONEY = re.compile(r"^(?:kr|nok|sek|dkk|eur|usd|gbp|€|\$|£)\.?\s*|\s*(?:kr|nok|,-|€|\$|£)$", re.I)


@dataclass
class Tally:
    """Counts what the cells of one column look like."""

    filled: int = 0
    dates: int = 0
    day_first: int = 0
    month_first: int = 0
    year_first: int = 0
    numbers: int = 0
    commas: int = 0
    points: int = 0
    undecided: int = 0

    def see(self, text: str) -> None:
        """Count one cell that is not empty."""
        self.filled += 1
        if not (text[0].isdigit() or text[0] == "-"):
            return
        if match := _DATE.match(text):
            self._see_date(match[1], match[2], match[3])
        elif _NUMBER.match(text):
            self._see_number(text)

    def _see_date(self, first: str, separator: str, second: str) -> None:
        self.dates += 1
        if len(first) == 4:
            self.year_first += 1
        elif separator == "." or int(first) > 12:
            self.day_first += 1
        elif int(second) > 12:
            self.month_first += 1

    def _see_number(self, text: str) -> None:
        self.numbers += 1
        comma, point = text.rfind(","), text.rfind(".")
        if comma < 0 and point < 0:
            return
        last, mark = max((comma, ","), (point, "."))
        decisive = (comma >= 0 and point >= 0) or len(text) - last - 1 != 3
        if text.count(mark) > 1:  # thousands
            mark, decisive = ("." if mark == "," else ","), True
        if not decisive:
            self.undecided += 1
        elif mark == ",":
            self.commas += 1
        else:
            self.points += 1

    def verdict(self) -> tuple[str | None, bool]:
        """The format, if the column has one, and whether the cells leave it open."""
        if self.dates >= _MOSTLY * self.filled > 0:
            if self.year_first > self.dates / 2:
                return "ymd", False
            if self.day_first and self.month_first:
                return "dmy", True
            return ("mdy", False) if self.month_first else ("dmy", not self.day_first)
        if self.numbers >= _MOSTLY * self.filled > 0:
            if self.points > self.commas:
                return "point", self.commas > 0
            return "comma", self.points > 0 or (not self.commas and self.undecided > 0)
        return None, False


def read_date(text: str, form: str | None = None) -> date | None:
    """
    A date as the column writes them (Norwegian unless said), or in ISO 8601; None when it is none.

    Two digits of a year below 70 are of this century.
    """
    if iso := _ISO.match(text.strip()):
        return _date(int(iso[1]), int(iso[2]), int(iso[3]))
    match = _DATE.match(text.strip())
    if match is None or " " in text.strip() or "T" in text:
        return None
    first, second, third = match[1], match[3], match[4]
    if form == "ymd" or len(first) == 4:
        return _date(int(first), int(second), int(third)) if len(first) == 4 else None
    if len(third) not in (2, 4):
        return None
    day, month = (second, first) if form == "mdy" else (first, second)
    return _date(_year(third), int(month), int(day))


def number_text(text: str, form: str) -> str | None:
    """A number as the column writes them, as ``1234.5``; None when it is none."""
    bare = _MONEY.sub("", text.strip()).strip()
    match = _GROUPS[form].match(bare)
    if match is None or (not bare.isascii() and not _is_spaced(bare)):
        return None
    whole = re.sub(r"\D", "", match[1])
    sign = "-" if bare.startswith("-") else ""
    if len(whole) > 15 or len(match[2] or "") > 6:
        return None
    return f"{sign}{whole}.{match[2]}" if match[2] else f"{sign}{whole}"


def as_written(number: float, form: str | None) -> str:
    """A number a workbook holds, as the column would write it."""
    text = format(number, ".15g")
    return text.replace(".", ",") if form != "point" else text


def _is_spaced(text: str) -> bool:
    return all(each.isascii() or each in "\u00a0\u202f" for each in text)


def _year(text: str) -> int:
    year = int(text)
    return year if len(text) == 4 else year + (2000 if year < _CENTURY_TURNS else 1900)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if FIRST_YEAR <= year <= LAST_YEAR else None
    except ValueError:
        return None
