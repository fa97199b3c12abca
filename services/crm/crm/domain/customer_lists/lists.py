"""CustomerList: customers or contacts somebody gathered, by rule or by hand."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from shared.kernel.errors import Invalid

from crm.domain.customer_lists.errors import ListIsDynamic
from crm.domain.errors import RecordArchived
from crm.domain.values.problems import Problems, read_fields
from crm.domain.values.sharing import Shared, read_sharing
from crm.domain.values.texts import line, one_of, paragraphs, required

ENTITIES = ("customer", "contact")
DYNAMIC, STATIC = "dynamic", "static"
MOST_MEMBERS = 50_000


@dataclass(eq=False, kw_only=True)
class CustomerList(Shared):
    """
    A list; ``rule`` is filter → value for a dynamic one and empty for a static one.

    Entity and kind never change: whoever opens the list relies on them.
    """

    name: str
    description: str | None = None
    entity: str = "customer"
    kind: str = DYNAMIC
    rule: dict[str, Any] = field(default_factory=dict)

    def change(self, values: dict[str, Any]) -> bool:
        """
        Set what ``read_customer_list`` read; whether anything differed.

        Raises:
            RecordArchived: The list is put away.
        """
        if self.archived_at is not None:
            raise RecordArchived("customer_list", self.id)
        changed = [name for name, value in values.items() if getattr(self, name) != value]
        for name in changed:
            setattr(self, name, values[name])
        return bool(changed)

    def refuse_when_dynamic(self) -> None:
        """
        Stop a change of members by hand.

        Raises:
            ListIsDynamic, RecordArchived: see the classes.
        """
        if self.archived_at is not None:
            raise RecordArchived("customer_list", self.id)
        if self.kind == DYNAMIC:
            raise ListIsDynamic(self.id)

    def archive(self, now: datetime) -> None:
        """Put away; doing it twice is not an error."""
        if self.archived_at is None:
            self.archived_at = now


_READERS: dict[str, Callable[[Any], Any]] = {
    "name": required(line(200), code="crm.customer_list_nameless"),
    "description": paragraphs(2000),
    "entity": one_of(ENTITIES, code="crm.list_entity_unknown"),
    "kind": one_of((DYNAMIC, STATIC), code="crm.list_kind_unknown"),
}


def read_customer_list(
    given: dict[str, Any], problems: Problems, *, present: CustomerList | None = None
) -> dict[str, Any]:
    """
    Turn what a caller gave into attributes of ``CustomerList``, noting every problem.

    Args:
        present: The list that is changed; None for a new one.
    """
    given = dict(given)
    sharing = read_sharing(given.pop("shared_with", {}), problems)
    values = read_fields(given, _READERS, problems) | sharing
    if present is not None:
        _refuse_other(values, present, problems)
    kind = present.kind if present else values.get("kind", DYNAMIC)
    if kind == STATIC and values.get("rule"):
        problems.note("/rule", "crm.list_rule_forbidden", "a static list has members, not a rule")
    if kind == DYNAMIC and present is None and not values.get("rule"):
        problems.note("/rule", "crm.list_rule_missing", "a dynamic list needs a rule")
    return values


def _refuse_other(values: dict[str, Any], present: CustomerList, problems: Problems) -> None:
    for name in ("entity", "kind"):
        if values.pop(name, getattr(present, name)) != getattr(present, name):
            problems.note(f"/{name}", "crm.list_kind_fixed", "cannot change; make another list")


def refuse_too_many(ids: list[Any], most: int) -> None:
    """Stop a request with more ids than one transaction should take."""
    if not 1 <= len(ids) <= most:
        raise Invalid(f"from 1 to {most} ids", code="crm.ids_out_of_range")
