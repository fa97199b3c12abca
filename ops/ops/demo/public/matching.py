"""Finding what a misspelt name means, and keeping note of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches

_ALIKE = 0.8


@dataclass
class Names:
    """
    The names of one kind of thing.

    ``corrected`` maps a name as it was written to the one it was taken for.
    """

    known: Iterable[str]
    corrected: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._by_key = {_key(name): name for name in self.known}

    def find(self, written: str) -> str | None:
        """
        The known name that is meant: the same, or the most similar one if any is similar.

        Case and spaces at the ends say nothing; every other difference is noted.
        """
        key = _key(written)
        if key in self._by_key:
            return self._by_key[key]
        alike = get_close_matches(key, self._by_key, n=1, cutoff=_ALIKE)
        if not key or not alike:
            return None
        self.corrected[written.strip()] = self._by_key[alike[0]]
        return self._by_key[alike[0]]


def _key(name: str) -> str:
    return name.strip().casefold()
