"""What merging needs from outside, beside what crm's use cases need."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Protocol
from uuid import UUID

from crm.application.ports import CrmWork
from crm.domain.merging.merges import Merge
from crm.domain.merging.scores import Alike, Traits

Candidates = Mapping[UUID, Sequence[UUID]]


class Merges(Protocol):
    """Merges, and the rows that follow them."""

    def get(self, merge_id: UUID) -> Merge: ...

    def of_loser(self, kind: str, loser_id: UUID) -> UUID | None: ...

    def newer_of(self, merge: Merge) -> UUID | None: ...

    def called(self, kind: str, external_id: str, *, but: tuple[UUID, UUID]) -> bool:
        """Whether a third live record is called so in another system."""
        ...

    def count(self, kind: str, record_id: UUID) -> dict[str, int]: ...

    def before(self, merge: Merge) -> Any:
        """How everything stands, for ``remember``; rows are locked from then on."""
        ...

    def join(self, merge: Merge) -> None: ...

    def remember(self, merge: Merge, before: Any) -> None: ...

    def part(self, merge: Merge) -> list[str]:
        """Put everything back; names what stays because it was changed."""
        ...


class Duplicates(Protocol):
    """Pairs that may be the same, and the keys they are found by."""

    def traits_of(self, kind: str, ids: Sequence[UUID]) -> dict[UUID, Traits]:
        """What records are compared by; of those that are live."""
        ...

    def keep_keys(self, kind: str, keys: Mapping[UUID, set[str]]) -> None:
        """Replace the keys that records are found by."""
        ...

    def sharing(self, kind: str, keys: Mapping[UUID, set[str]], limit: int) -> Candidates:
        """Of each record, others with one of its keys, those that share most first."""
        ...

    def keep_pairs(self, kind: str, ids: Collection[UUID], found: Sequence[Alike]) -> None:
        """Replace the open pairs of records; dismissed ones stay dismissed."""
        ...

    def dismiss(self, duplicate_id: UUID) -> None: ...


class MergingWork(CrmWork, Protocol):
    """One transaction."""

    @property
    def merges(self) -> Merges: ...

    @property
    def duplicates(self) -> Duplicates: ...

    def refresh(self, record: Any) -> None:
        """Read a record again after rows were changed beneath it."""
        ...
