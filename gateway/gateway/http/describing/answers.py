"""Describes answers: JSON schemas of the views services promise, under public names."""

import re
from collections.abc import Iterable
from typing import Any

import msgspec
from shared.kernel.money import Money

REF = "#/components/schemas/{name}"
_QUALIFIED = re.compile(r"shared\.contracts\.(\w+)\.\w+\.(\w+)")


class AnswerSchemas:
    """Schemas of every answer, and of what answers consist of."""

    def __init__(self, answers: Iterable[Any]) -> None:
        kinds = list({id(each): each for each in answers}.values())
        schemas, components = msgspec.json.schema_components(
            kinds, schema_hook=_own_kinds, ref_template=REF
        )
        self.components = {_public(name): _renamed(each) for name, each in components.items()}
        self._schemas = {
            id(kind): _renamed(schema) for kind, schema in zip(kinds, schemas, strict=True)
        }

    def of(self, answer: Any) -> dict[str, Any]:
        """The schema of one kind of answer."""
        return self._schemas[id(answer)]


def _renamed(schema: Any) -> Any:
    """The same schema with references under their public names."""
    if isinstance(schema, list | tuple):
        return [_renamed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: REF.format(name=_public(value.rpartition("/")[2]))
        if key == "$ref"
        else _renamed(value)
        for key, value in schema.items()
        if not (key == "title" and isinstance(value, str))
    }


def _public(name: str) -> str:
    """A view's public name: ``CustomerView`` is Customer; two alike are told apart by owner."""
    name = _QUALIFIED.sub(lambda found: found[1].title().replace("_", "") + found[2], name)
    return name.replace("View_", "_").strip("_").removesuffix("View")


def _own_kinds(kind: Any) -> dict[str, Any]:
    if kind is Money:
        return {"$ref": REF.format(name="Money")}
    if kind is object:
        return {"description": "Any JSON."}
    raise NotImplementedError(kind)
