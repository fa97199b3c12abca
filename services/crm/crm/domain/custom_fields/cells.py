"""Cells of a file that hold values of the organisation's own fields."""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from shared.kernel.custom_values import REQUIRED, Definition, newly_chosen, read_value
from shared.kernel.errors import Invalid
from shared.kernel.money import Money

from crm.domain.imports.formats import read_date
from crm.domain.imports.headers import plain
from crm.domain.imports.rows import EMPTY, Row
from crm.domain.imports.words import decimal_text, is_yes

PREFIX = "custom."
_NO = frozenset({"nei", "n", "0", "false", "usann", "no"})
_CURRENCY = re.compile(r"(?:^|\s)([A-Z]{3})(?:\s|$)")
_MEASURED = ("number", "money", "date")

Own = Mapping[str, Definition]


def guess_own(columns: Sequence[dict[str, Any]], own: Own) -> None:
    """Send columns nobody else claimed to own fields whose name or key is their header."""
    known = {plain(name): key for key, each in own.items() for name in (*each.names.values(), key)}
    taken = {each["field"] for each in columns}
    for column in columns:
        key = known.get(plain(column["header"] or ""))
        if column["field"] is None and key and f"{PREFIX}{key}" not in taken:
            column["field"], column["suggestion"] = f"{PREFIX}{key}", None
            taken.add(f"{PREFIX}{key}")


def read_own(row: Row, own: Own, people: Mapping[str, UUID], currency: str) -> None:
    """
    Put values of own fields among the row's, each as ``custom.<key>``; note every issue.

    Args:
        people: Users by name and e-mail address in lower case.
        currency: Of amounts that name none.
    """
    for key, definition in own.items():
        name = f"{PREFIX}{key}"
        text = row.cells.get(name)
        if text is None or not text.strip():
            continue
        if text in EMPTY:
            row.values[name] = None
            continue
        try:
            cell = _from_cell(definition, text.strip(), people)
            if definition.type in _MEASURED:
                cell = _measured(definition, text.strip(), currency, row.formats.get(name))
            value = read_value(definition, cell)
        except Invalid as error:
            row.refuse(name, error.code, error.message)
            continue
        if newly_chosen(definition, None, value):
            row.warn(name, "platform.custom_value_invalid", "the choice is no longer offered")
        else:
            row.values[name] = value


def require_own(row: Row, own: Own) -> None:
    """A row that makes a record has every required value."""
    if row.action != "create":
        return
    for key, definition in own.items():
        if definition.required and row.values.get(f"{PREFIX}{key}") is None:
            row.refuse(f"{PREFIX}{key}", REQUIRED, "a value is needed")
            row.action = "error"


def with_own(values: Mapping[str, Any], old: Mapping[str, Any]) -> dict[str, Any]:
    """Values of a checked row as attributes: own fields gathered upon the *old* ones."""
    given = {
        name.removeprefix(PREFIX): value
        for name, value in values.items()
        if name.startswith(PREFIX)
    }
    others = {name: value for name, value in values.items() if not name.startswith(PREFIX)}
    if not given:
        return others
    custom = {key: value for key, value in {**old, **given}.items() if value is not None}
    return {**others, "custom": custom}


def flat(custom: Mapping[str, Any]) -> dict[str, Any]:
    """Own values named as a row names them."""
    return {f"{PREFIX}{key}": value for key, value in custom.items()}


def _measured(definition: Definition, text: str, currency: str, form: str | None) -> Any:
    """What its column says how to read."""
    if definition.type == "number":
        return decimal_text(text, form) or text
    if definition.type == "money":
        return _amount(text, currency, form)
    return _day(text, form)


def _from_cell(definition: Definition, text: str, people: Mapping[str, UUID]) -> Any:
    kind = definition.type
    if kind == "boolean":
        return True if is_yes(text) else False if text.casefold() in _NO else text
    if kind == "user":
        return str(people.get(text.casefold(), text))
    if kind == "choice":
        return _code(definition, text)
    if kind == "multi_choice":
        return [_code(definition, each.strip()) for each in re.split("[;,]", text) if each.strip()]
    return text


def _amount(text: str, currency: str, form: str | None) -> dict[str, str]:
    named = _CURRENCY.search(text)
    bare = decimal_text(_CURRENCY.sub(" ", text) if named else text, form)
    if bare is None:
        raise Invalid("must be an amount", code="platform.custom_value_invalid")
    return Money.of(bare, named[1] if named else currency).to_json()


def _day(text: str, form: str | None) -> str:
    day = read_date(text.partition("T")[0].partition(" ")[0], form)
    return day.isoformat() if day else text


def _code(definition: Definition, text: str) -> str:
    """The code of the choice with this code or name; the text itself when there is none."""
    wanted = text.casefold()
    for code in definition.options:
        names = definition.option_names.get(code, {}).values()
        if wanted in (code.casefold(), *(each.casefold() for each in names)):
            return code
    return text
