"""A patch: the same change for many records, and the way back for each of them."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from shared.kernel.errors import FieldError, Invalid

LISTS = ("tags", "segments", "kinds")
# Theirs alone, or parts with lists and ids of their own.
FORBIDDEN = frozenset(
    {"name", "customer_no", "organisation_number", "addresses", "given_name", "family_name"}
    | {"emails", "phones", "affiliations", *LISTS}
)

Plain = dict[str, Any]  # fields of a record as JSON writes them


@dataclass(frozen=True, kw_only=True)
class Patch:
    """
    What to change about a record.

    Args:
        set: Field → value, as in a single change; ``custom`` is merged.
        add: List field → values that are to be in it; ``remove`` → that are not.
    """

    set: Plain = field(default_factory=dict)
    add: dict[str, list[str]] = field(default_factory=dict)
    remove: dict[str, list[str]] = field(default_factory=dict)

    def to_json(self) -> Plain:
        return asdict(self)

    def given(self, present: Mapping[str, Any]) -> Plain:
        """The fields of a single change that brings a record from *present* to what is wanted."""
        fields = dict(self.set)
        touched = [name for of in (self.add, self.remove) for name, values in of.items() if values]
        for name in touched:
            kept = [each for each in present[name] if each not in self.remove.get(name, ())]
            fields[name] = kept + [each for each in self.add.get(name, ()) if each not in kept]
        return fields

    def inverse(self, before: Mapping[str, Any], after: Mapping[str, Any]) -> "Patch":
        """
        The patch that brings the record back; what followed from the change comes along.

        Lists are mended value by value: what others add to them meanwhile stays.
        """
        back: Plain = {}
        for name in before.keys() - set(LISTS):
            if before[name] != after[name]:
                back[name] = before[name]
        if "custom" in back:
            keys = before["custom"].keys() | after["custom"].keys()
            back["custom"] = {
                key: before["custom"].get(key)
                for key in sorted(keys)
                if before["custom"].get(key) != after["custom"].get(key)
            }
        added = {
            name: [each for each in values if each not in before[name] and each in after[name]]
            for name, values in self.add.items()
        }
        removed = {
            name: [each for each in values if each in before[name] and each not in after[name]]
            for name, values in self.remove.items()
        }
        return Patch(set=back, add=removed, remove=added)


def read_patch(given: Mapping[str, Any], known: tuple[str, ...]) -> Patch:
    """
    Read what a caller wants changed.

    Args:
        known: The entity's fields.

    Raises:
        Invalid: ``crm.bulk_patch_invalid``, ``crm.bulk_field_forbidden``.
    """
    patch = Patch(**{name: given.get(name, {}) for name in ("set", "add", "remove")})
    if not (patch.set or any(patch.add.values()) or any(patch.remove.values())):
        raise Invalid("Say what to change.", code="crm.bulk_patch_invalid")
    errors = [
        FieldError(f"/set/{name}", "crm.bulk_field_forbidden", "cannot be changed for many")
        for name in patch.set
        if name not in known or name in FORBIDDEN
    ]
    for which in ("add", "remove"):
        errors += [
            FieldError(f"/{which}/{name}", "crm.bulk_field_forbidden", "is no list of values")
            for name in getattr(patch, which)
            if name not in LISTS or name not in known
        ]
    if errors:
        raise Invalid("Some fields cannot.", code="crm.bulk_field_forbidden", errors=errors)
    return patch


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Plain]:
    """Old and new of every field that differs, as text; own fields by their keys."""
    pairs = [(name, before[name], after[name]) for name in before if name != "custom"]
    keys = sorted(before["custom"].keys() | after["custom"].keys())
    pairs += [
        (f"custom.{key}", before["custom"].get(key), after["custom"].get(key)) for key in keys
    ]
    return [
        {"field": name, "old": _text(old), "new": _text(new)}
        for name, old, new in pairs
        if old != new
    ]


def _text(value: Any) -> str | None:
    if value is None or value == []:
        return None
    if isinstance(value, Mapping) and value.keys() == {"amount", "currency"}:
        return f"{value['amount']} {value['currency']}"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
