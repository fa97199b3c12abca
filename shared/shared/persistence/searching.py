"""
Finding records by what people type: words, beginnings, numbers in any spelling, misspelt names.

Each service keeps its own index (``search_index.py`` makes it); here it is asked.
"""

import re
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Float,
    FromClause,
    Subquery,
    Text,
    Uuid,
    any_,
    cast,
    column,
    func,
    literal,
    null,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY

from shared.persistence.work import Work

_MOST_WORDS = 10
_FEW = 2000
_MOST_CANDIDATES = 1000  # of which the best that the caller may see are shown
_NUMBER = re.compile(r"(?:no)?(?:\+|00)?([0-9]{4,})(?:mva)?\Z", re.IGNORECASE)
_BETWEEN_DIGITS = re.compile(r"[\s().\-/]+")


def is_found(work: Work, table: FromClause, kind: str, text: str) -> ColumnElement[bool]:
    """
    The rows of *table* that hold every word of *text*; rights stay the caller's concern.

    One statement finds them first: a planner who sees few ids goes straight to their rows, and
    who sees none of the many walks the list in its order, asking a hashed set.
    """
    some = _matches(kind, text, is_loose=False, most=_FEW + 1)
    ids = list(work.session.execute(select(some.c.record_id)).scalars())
    if len(ids) <= _FEW:
        return table.c.id == any_(literal(ids, ARRAY(Uuid)))
    return table.c.id.in_(select(matches(kind, text).c.record_id)).is_(True)


def matches(kind: str, text: str) -> Subquery:
    """Every record by ``record_id`` that holds every word of *text*."""
    return _matches(kind, text, is_loose=False, most=None)


def words_in(text: str) -> list[str]:
    """What to look for: a number written in groups is one word."""
    number = number_in(text)
    return [number] if number else text.split()[:_MOST_WORDS]


def best_matches(kind: str, text: str, *, sees_all: bool) -> Subquery:
    """
    Records by ``record_id`` with their ``rank`` (0–1, alike in all services), to be joined.

    Finds misspelt names, too, when nothing holds the words as they are spelt.

    Args:
        sees_all: The caller may see every record of the kind, so that only the best candidates
            are needed; otherwise all are, for his own may be among the last.
    """
    return _matches(kind, text, is_loose=True, most=_MOST_CANDIDATES if sees_all else None)


def _matches(kind: str, text: str, *, is_loose: bool, most: int | None) -> Subquery:
    number = number_in(text)
    asked = func.search_matches(
        cast(kind, Text),
        cast(text.split()[:_MOST_WORDS], ARRAY(Text)),
        cast(number, Text) if number else null(),
        is_loose,
        most,
    )
    found: Any = asked.table_valued(column("record_id", Uuid), column("rank", Float))
    return found.alias("found")


def number_in(text: str) -> str | None:
    """
    The digits of a number however it is grouped: ``+47 912 34 567``, ``NO 987 654 325 MVA``.

    None when there are other letters, or fewer than four digits.
    """
    match = _NUMBER.match(_BETWEEN_DIGITS.sub("", text))
    return match[1] if match else None
