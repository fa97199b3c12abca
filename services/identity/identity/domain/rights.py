"""
Rights: which exist, how several add up, and who may hand out what.

A grant is ``resource.action`` with a scope; scopes are ordered from none to all.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from shared.kernel.context import SCOPES

from identity.domain.errors import RightUnknown

FIELD_CLASSES = ("cost", "margin", "personal", "salary")
ACTIONS = ("view", "create", "update", "archive", "export")
RESOURCES = (
    "customer", "contact", "activity", "note", "classification", "import", "case", "process",
    "report", "quote", "product", "price_list", "project", "time_entry", "invoice",
    "profitability", "erp", "calendar", "user", "unit", "role", "organisation", "api_token",
    "audit", "ops", "custom_field", "privacy",
)  # fmt: skip
SPECIAL = (
    "customer.merge", "contact.merge", "customer.bulk", "import.run", "quote.send", "quote.accept",
    "quote.approve", "time_entry.approve", "invoice.issue", "privacy.approve",
)  # fmt: skip
EVERY_RIGHT = frozenset(
    {f"{resource}.{action}" for resource in RESOURCES for action in ACTIONS} | set(SPECIAL)
)


@dataclass(frozen=True)
class Rights:
    """What someone may do (right → scope) and which classes of fields he sees."""

    grants: Mapping[str, str] = field(default_factory=dict)
    field_classes: frozenset[str] = frozenset()

    def scope(self, right: str) -> str:
        """The scope of a right, ``none`` when it is not granted."""
        return self.grants.get(right, "none")

    def missing_for(self, wanted: "Rights") -> set[str]:
        """The rights and field classes of *wanted* that go beyond these."""
        rights = {
            f"{right}:{scope}"
            for right, scope in wanted.grants.items()
            if SCOPES.index(scope) > SCOPES.index(self.scope(right))
        }
        return rights | (wanted.field_classes - self.field_classes)

    def within(self, limit: "Rights") -> "Rights":
        """These rights, as far as *limit* goes: of each right the narrower scope."""
        narrowed = {
            right: min(scope, limit.scope(right), key=SCOPES.index)
            for right, scope in self.grants.items()
        }
        granted = {right: scope for right, scope in narrowed.items() if scope != "none"}
        return Rights(granted, self.field_classes & limit.field_classes)


EVERYTHING = Rights(dict.fromkeys(sorted(EVERY_RIGHT), "all"), frozenset(FIELD_CLASSES))


def add_up(many: Iterable[Rights]) -> Rights:
    """Several roles together: of each right the widest scope, all field classes."""
    grants: dict[str, str] = {}
    classes: set[str] = set()
    for rights in many:
        classes |= rights.field_classes
        for right, scope in rights.grants.items():
            if SCOPES.index(scope) > SCOPES.index(grants.get(right, "none")):
                grants[right] = scope
    return Rights(grants, frozenset(classes))


def known_grants(grants: Mapping[str, str]) -> dict[str, str]:
    """
    Check the grants of a role and leave out those of scope none.

    Raises:
        RightUnknown: There is no such right or scope.
    """
    for right, scope in grants.items():
        if right not in EVERY_RIGHT:
            raise RightUnknown(f"/grants/{right}", right)
        if scope not in SCOPES:
            raise RightUnknown(f"/grants/{right}", scope)
    return {right: scope for right, scope in sorted(grants.items()) if scope != "none"}


def known_field_classes(names: Iterable[str]) -> list[str]:
    """
    Check the field classes of a role; sorted, each once.

    Raises:
        RightUnknown: There is no such class.
    """
    for name in names:
        if name not in FIELD_CLASSES:
            raise RightUnknown("/field_classes", name)
    return sorted(set(names))
