"""Fields that an organisation defines itself: of what, of which type, with which choices."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from shared.kernel.custom_values import ENTITIES, FIELD_CLASSES, TYPES, WITH_OPTIONS
from shared.kernel.errors import Invalid, RuleBroken
from shared.kernel.records import Record

from crm.domain.classification import LANGUAGES, code_from
from crm.domain.values.problems import Problems, read_fields
from crm.domain.values.texts import line, one_of, paragraphs, required, whole_number

NOUN = "custom_field"
FIXED = ("entity", "key", "type")
MOST_OPTIONS = 200
_LONGEST_KEY = 40
# Two underlines in a row separate a filter from its operator.
_KEY = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*\Z", re.ASCII)


@dataclass(eq=False, kw_only=True)
class CustomField(Record):
    """
    A field of an entity.  Entity, key and type never change: values are kept by them.

    Shape: ``options`` are {code, names, active}, in the order they are offered.
    """

    entity: str
    key: str
    type: str
    names: dict[str, str]
    description: str | None = None
    options: list[dict[str, Any]] = field(default_factory=list)
    required: bool = False
    field_class: str = "normal"
    position: int = 0
    active: bool = True

    def change(self, values: dict[str, Any]) -> bool:
        """
        Set what ``read_custom_field`` read; whether anything changed.

        Raises:
            CustomFieldFixed: Entity, key or type would change.
            Invalid: ``crm.custom_field_options_missing``, ``crm.custom_field_archived``.
        """
        for name in FIXED:
            if values.get(name, getattr(self, name)) != getattr(self, name):
                raise CustomFieldFixed(name)
        values = dict(values)
        if "names" in values:
            values["names"] = {**self.names, **values["names"]}
        if "options" in values:
            values["options"] = self._with_retired(values["options"])
        changed = [name for name, value in values.items() if getattr(self, name) != value]
        for name in changed:
            setattr(self, name, values[name])
        self.check()
        return bool(changed)

    def check(self) -> None:
        """
        Refuse a choice without choices, and choices of something else.

        Raises:
            Invalid: ``crm.custom_field_options_missing``, ``crm.custom_field_options_unfit``.
        """
        problems = Problems()
        is_choice = self.type in WITH_OPTIONS
        if is_choice and not any(each["active"] for each in self.options):
            problems.note("/options", "crm.custom_field_options_missing", "a choice is needed")
        if not is_choice and self.options:
            problems.note("/options", "crm.custom_field_options_unfit", "only choices have them")
        problems.stop("crm.custom_field_invalid")

    def archive(self, now: datetime) -> None:
        """Retire; doing it twice is not an error."""
        if self.archived_at is None:
            self.archived_at = now

    def restore(self) -> None:
        """Take back."""
        self.archived_at = None

    def _with_retired(self, wanted: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The choices wanted, and after them those left out: records have them."""
        codes = {each["code"] for each in wanted}
        left_out = [{**each, "active": False} for each in self.options if each["code"] not in codes]
        return [*wanted, *left_out]


class CustomFieldExists(RuleBroken):
    """The entity has a field with this key, maybe an archived one that can be restored."""

    code = "crm.custom_field_exists"

    def __init__(self, existing: CustomField) -> None:
        is_archived = existing.archived_at is not None
        state = "an archived field" if is_archived else "a field"
        super().__init__(
            f"{existing.entity} has {state} {existing.key}.",
            id=existing.id,
            archived="true" if is_archived else "false",
        )


class CustomFieldFixed(RuleBroken):
    """Values are kept by entity, key and type: they stay."""

    code = "crm.custom_field_fixed"

    def __init__(self, name: str) -> None:
        super().__init__(f"The {name} of a field never changes.", field=name)


def read_custom_field(given: dict[str, Any], problems: Problems) -> dict[str, Any]:
    """
    Turn what a caller gave into attributes of ``CustomField``, noting every problem.

    ``name`` stands for every language that ``names`` does not give.
    """
    values = read_fields(given, _READERS, problems)
    if "name" in given or "names" in given:
        values["names"] = _named(values.pop("name", None), values.pop("names", None))
    return values


def complete(values: dict[str, Any], problems: Problems) -> None:
    """A new field says what it is of, of which type and what it is called; a key is made of it."""
    for name in ("entity", "type"):
        if not values.get(name):
            problems.note(f"/{name}", f"crm.custom_field_{name}_unknown", "is needed")
    if not values.get("names"):
        problems.note("/names", "crm.custom_field_nameless", "a name is needed")
        return
    spoken = next(iter(values["names"].values()))
    values["names"] = {each: values["names"].get(each, spoken) for each in LANGUAGES}
    values["key"] = values.get("key") or problems.read("/key", _key, code_from(spoken))


def _key(value: str) -> str:
    key = value.strip()
    if len(key) > _LONGEST_KEY or not _KEY.match(key):
        raise Invalid(
            "1 to 40 of a-z, 0-9 and single underlines, a letter first",
            code="crm.custom_field_key_invalid",
        )
    return key


def _options(value: list[dict[str, Any]]) -> list[dict[str, Any]]:
    options = [_option(each) for each in value]
    codes = [each["code"] for each in options]
    if len(options) > MOST_OPTIONS or len(set(codes)) < len(codes):
        raise Invalid(
            f"at most {MOST_OPTIONS} choices, each once", code="crm.custom_field_options_invalid"
        )
    return options


def _option(given: dict[str, Any]) -> dict[str, Any]:
    names = _named(line(120)(given.get("name")), _names(given.get("names") or {}))
    code = line(60)(given.get("code")) or (code_from(next(iter(names.values()))) if names else None)
    if code is None or "," in code or code == "null":
        raise Invalid("a choice needs a name", code="crm.custom_field_options_invalid")
    spoken = next(iter(names.values()), code)
    return {
        "code": code,
        "names": {each: names.get(each, spoken) for each in LANGUAGES},
        "active": given.get("active", True),
    }


def _named(name: str | None, names: dict[str, str] | None) -> dict[str, str]:
    everywhere = dict.fromkeys(LANGUAGES, name) if name else {}
    return {**everywhere, **(names or {})}  # type: ignore[dict-item]


def _names(value: dict[str, str]) -> dict[str, str]:
    if not value.keys() <= set(LANGUAGES):
        raise Invalid(f"languages are {', '.join(LANGUAGES)}", code="crm.language_invalid")
    read = line(120)
    return {key: text for key, each in value.items() if (text := read(each)) is not None}


_READERS: dict[str, Callable[[Any], Any]] = {
    "entity": one_of(ENTITIES, code="crm.custom_field_entity_unknown"),
    "key": _key,
    "type": one_of(TYPES, code="crm.custom_field_type_unknown"),
    "name": required(line(120), code="crm.custom_field_nameless"),
    "names": _names,
    "description": paragraphs(2000),
    "options": _options,
    "field_class": one_of(FIELD_CLASSES, code="crm.custom_field_class_unknown"),
    "position": whole_number(0, 1_000_000),
}
