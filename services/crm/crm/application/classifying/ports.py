"""What the use cases of classifying need from outside."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol
from uuid import UUID

from crm.domain.classifying.sold import ProductGroup, SoldFact


class Memberships(Protocol):
    """Who is in segments that fill themselves; *record* is customer or contact."""

    def check_rule(self, applies_to: str, rule: Mapping[str, Any]) -> None:
        """Invalid when it is no rule of that list."""
        ...

    def rules(self) -> dict[UUID, dict[str, Any]]:
        """The rules of live segments."""
        ...

    def unsuitable(self, record: str, segment_ids: Iterable[UUID]) -> set[UUID]: ...

    def changes(self, record: str, ids: Sequence[UUID]) -> dict[UUID, list[UUID]]:
        """Records whose segments are not what rules say, with what they should be."""
        ...

    def settle(self, record: str, *loaded: Any) -> None:
        """Bring records just stored into their segments, within the same version of each."""
        ...

    def after(self, record: str, last: UUID | None, *, limit: int) -> list[UUID]: ...


class SoldFacts(Protocol):
    """What customers were offered and bought."""

    def replace(self, kind: str, ref_id: UUID, version: int, facts: Sequence[SoldFact]) -> bool:
        """Keep these of a document unless newer ones are known; whether anything was done."""
        ...

    def forget(self, kind: str, ref_id: UUID) -> None: ...

    def hand_over(self, ref_id: UUID, *, owner_id: UUID | None, unit_id: UUID | None) -> None: ...

    def put_group(self, group: ProductGroup) -> None: ...
