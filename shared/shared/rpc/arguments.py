"""Arguments of calls, read as the hints of the method called say."""

from collections.abc import Callable
from typing import Any, get_type_hints

import msgspec

from shared.contracts.declare import load


def arguments_of(method: Callable[..., Any]) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Make the reader of a method's keyword arguments from its type hints."""
    struct: Any = None

    def read(raw: dict[str, Any]) -> dict[str, Any]:
        nonlocal struct
        struct = struct or _struct_of(method)
        given = load(struct, raw)
        return {name: getattr(given, name) for name in struct.__struct_fields__}

    return read


def _struct_of(method: Callable[..., Any]) -> Any:
    hints = get_type_hints(method)
    defaults = method.__kwdefaults__ or {}
    names = [name for name in hints if name in _keyword_names(method)]
    fields = [
        (name, hints[name], defaults[name]) if name in defaults else (name, hints[name])
        for name in names
    ]
    return msgspec.defstruct(
        f"{method.__name__}_arguments", fields, kw_only=True, forbid_unknown_fields=True
    )


def _keyword_names(method: Callable[..., Any]) -> tuple[str, ...]:
    code = method.__code__
    return code.co_varnames[code.co_argcount : code.co_argcount + code.co_kwonlyargcount]
