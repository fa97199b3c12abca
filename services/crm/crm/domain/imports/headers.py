"""Finds out which column of a file holds what, from headers in Norwegian and English."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from crm.domain.imports.fields import HEADERS

_ALIKE = 0.85
_PLAIN = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "é": "e", "ö": "o", "ä": "a"})
_NOT_WORD = re.compile(r"[^a-z0-9]+")
HEADER_ROWS = 20  # the header is looked for in these
LEAST_KNOWN = 2


def plain(header: str) -> str:
    """A header without case, accents, spaces and punctuation."""
    return _NOT_WORD.sub("", header.casefold().translate(_PLAIN))


def _headers(table: dict[str, str]) -> dict[str, str]:
    return {plain(each): field for field, several in table.items() for each in several.split(",")}


_KNOWN = {kind: _headers(table) for kind, table in HEADERS.items()}
FIELDS = {kind: frozenset(table) for kind, table in HEADERS.items()}


def guess(kind: str, headers: Sequence[str]) -> list[tuple[str | None, str | None]]:
    """
    Pairs of field and suggestion for each header.

    A header that is known gives the field, one that resembles a known one (0.85) a suggestion;
    the first column of two for a field gets it.
    """
    known = _KNOWN[kind]
    taken: set[str] = set()
    found: list[tuple[str | None, str | None]] = []
    for header in headers:
        field = known.get(plain(header)) or known.get(plain(header.replace("_", " ")))
        if field is not None and field not in taken:
            taken.add(field)
            found.append((field, None))
        else:
            found.append((None, None if field else _like(plain(header), known)))
    return found


def score(kind: str, headers: Sequence[str]) -> int:
    """How many headers of a row are known; a row of headers has at least ``LEAST_KNOWN``."""
    return sum(field is not None for field, _ in guess(kind, headers))


def most_like(rows: Sequence[Sequence[str]]) -> str | None:
    """The kind of records whose headers one of the rows knows best; None when hardly any."""
    best = max(((score(kind, row), kind) for row in rows for kind in _KNOWN), default=(0, ""))
    return best[1] if best[0] >= LEAST_KNOWN else None


def _like(header: str, known: dict[str, str]) -> str | None:
    if len(header) < 4:
        return None
    best, field = max(
        (SequenceMatcher(None, header, each).ratio(), field) for each, field in known.items()
    )
    return field if best >= _ALIKE else None
