"""The public API as lines of text, to be compared with what was written down."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from gateway.http.areas import every_area
from gateway.http.openapi import document

SNAPSHOT = Path(__file__).parent / "snapshots" / "openapi.txt"
NEEDED = " (needed)"


def described() -> dict[str, Any]:
    """The OpenAPI document of every route."""
    return document([route for routes in every_area().values() for route in routes])


def lines() -> list[str]:
    """What clients may rely on, one fact a line."""
    written = described()
    facts = {
        fact
        for path, operations in written["paths"].items()
        for verb, operation in operations.items()
        for fact in _operation(f"{verb.upper()} {path}", operation)
    }
    for name, schema in written["components"]["schemas"].items():
        facts.update(_schema(name, schema))
    return sorted(facts)


def _operation(name: str, operation: dict[str, Any]) -> Iterator[str]:
    for each in operation["parameters"]:
        yield f"{name} takes {each['in']} {each['name']}{NEEDED if each.get('required') else ''}"
    for kind, content in operation.get("requestBody", {}).get("content", {}).items():
        yield f"{name} takes {kind} {_kind(content['schema'])}"
    for status, answer in operation["responses"].items():
        for kind, content in answer.get("content", {}).items():
            yield f"{name} answers {status} {kind} {_kind(content['schema'])}"
        if "content" not in answer and "$ref" not in answer:
            yield f"{name} answers {status}"


def _schema(name: str, schema: dict[str, Any]) -> Iterator[str]:
    is_body = name.endswith(("Fields", "Changes"))
    for field, shape in schema.get("properties", {}).items():
        needed = NEEDED if is_body and field in schema.get("required", []) else ""
        yield f"{name}.{field}: {_kind(shape)}{needed}"


def _kind(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        return schema["$ref"].rpartition("/")[2]
    for several in ("anyOf", "oneOf"):
        if several in schema:
            return " | ".join(sorted(_kind(each) for each in schema[several]))
    kinds = schema.get("type", "any")
    words = sorted(kinds) if isinstance(kinds, list) else [str(kinds)]
    if "items" in schema:
        inner = _kind(schema["items"])
        words = [f"{word} of {inner}" if word == "array" else word for word in words]
    if "items" in schema.get("properties", {}):
        return f"page of {_kind(schema['properties']['items'])}"
    return " | ".join(words)


if __name__ == "__main__":
    SNAPSHOT.parent.mkdir(exist_ok=True)
    SNAPSHOT.write_text("\n".join(lines()) + "\n")
