"""Settings read from the environment: declared as a dataclass, all faults reported at once."""

import dataclasses
from collections.abc import Mapping
from typing import Any, TypeVar, get_type_hints

Settings = TypeVar("Settings")

_MISSING = object()


class SettingsInvalid(Exception):
    """The environment lacks settings or has wrong ones; the text names every one of them."""


def env(
    name: str,
    *,
    default: Any = _MISSING,
    secret: bool = False,
    at_least: float | None = None,
) -> Any:
    """
    Declare a field of a settings dataclass that is read from the variable *name*.

    Args:
        secret: Keep the value out of ``repr``.
    """
    return dataclasses.field(
        repr=not secret,
        metadata={"env": name, "default": default, "at_least": at_least},
    )


def read(settings: type[Settings], environ: Mapping[str, str]) -> Settings:
    """
    Read every declared setting.

    Raises:
        SettingsInvalid: With all faults in one text.
    """
    hints = get_type_hints(settings)
    values: dict[str, Any] = {}
    faults: list[str] = []
    for each in dataclasses.fields(settings):  # type: ignore[arg-type]
        try:
            values[each.name] = _value(each.metadata, hints[each.name], environ)
        except ValueError as error:
            faults.append(str(error))
    if faults:
        raise SettingsInvalid("; ".join(faults))
    return settings(**values)


def _value(declared: Mapping[str, Any], kind: Any, environ: Mapping[str, str]) -> Any:
    name = declared["env"]
    text = environ.get(name, "")
    if text == "":
        if declared["default"] is _MISSING:
            raise ValueError(f"{name} is not set")
        return declared["default"]
    value = _convert(name, text, kind)
    lowest = declared["at_least"]
    if lowest is not None and value < lowest:
        raise ValueError(f"{name} must be at least {lowest}, not {value}")
    return value


def _convert(name: str, text: str, kind: Any) -> Any:
    if kind is bool:
        if text not in ("0", "1", "true", "false"):
            raise ValueError(f"{name} must be true or false, not {text!r}")
        return text in ("1", "true")
    if kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            raise ValueError(f"{name} must be a number, not {text!r}") from None
    return text
