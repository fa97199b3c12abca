"""Writes the public description as one page of HTML: no script, nothing from elsewhere."""

import re
from collections.abc import Iterator
from html import escape
from typing import Any

_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
h1 { margin-bottom: .2rem }
h2 { margin-top: 2.5rem; border-bottom: 1px solid #8886 }
details { border: 1px solid #8886; border-radius: 6px; margin: .4rem 0 }
summary { padding: .5rem .8rem; cursor: pointer }
details > div { padding: .2rem 1rem 1rem }
code { font: 13px ui-monospace, monospace }
b { display: inline-block; width: 4.5rem }
b.GET { color: #14804a }
b.POST { color: #2b6fd0 }
b.PATCH { color: #a8740a }
b.DELETE { color: #c9323c }
table { border-collapse: collapse; width: 100% }
td { padding: .2rem .6rem .2rem 0; vertical-align: top; border-top: 1px solid #8883 }
nav { display: flex; flex-wrap: wrap }
nav a { margin-right: 1rem }
:root { color-scheme: light dark }
"""


def page(document: dict[str, Any]) -> str:
    """Write the page of an OpenAPI document."""
    return "".join(_page(document))


def _page(document: dict[str, Any]) -> Iterator[str]:
    info, tags = document["info"], [tag["name"] for tag in document["tags"]]
    yield '<!doctype html><html lang="en"><head><meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width">'
    yield f"<title>{escape(info['title'])} API</title><style>{_STYLE}</style></head><body>"
    yield f"<h1>{escape(info['title'])} API</h1><p>{_prose(info['description'])}</p>"
    base = document["servers"][0]["url"]
    yield f'<p>Base: <code>{base}</code> · <a href="{base}/openapi.json">OpenAPI 3.1</a></p><nav>'
    yield from (f'<a href="#{escape(tag)}">{escape(tag)}</a>' for tag in tags)
    yield '<a href="#schemas">Schemas</a></nav>'
    for tag in tags:
        yield f'<h2 id="{escape(tag)}">{escape(tag)}</h2>'
        yield from _operations(document, tag)
    yield '<h2 id="schemas">Schemas</h2>'
    for name, schema in sorted(document["components"]["schemas"].items()):
        yield from _schema(name, schema)
    yield "</body></html>"


def _operations(document: dict[str, Any], tag: str) -> Iterator[str]:
    for path, operations in document["paths"].items():
        for verb, operation in operations.items():
            if tag in operation["tags"]:
                yield from _operation(path, verb.upper(), operation)


def _operation(path: str, verb: str, operation: dict[str, Any]) -> Iterator[str]:
    yield f'<details><summary><b class="{verb}">{verb}</b><code>{escape(path)}</code>'
    yield f" {escape(operation['summary'])}</summary><div>"
    if operation["parameters"]:
        yield "<h4>Parameters</h4><table>"
        for each in operation["parameters"]:
            needed = " (needed)" if each.get("required") else ""
            yield f"<tr><td><code>{escape(each['name'])}</code></td><td>{each['in']}{needed}</td>"
            yield f"<td>{_prose(each.get('description', ''))}</td></tr>"
        yield "</table>"
    if "requestBody" in operation:
        for kind, content in operation["requestBody"]["content"].items():
            yield f"<h4>Body</h4><p><code>{kind}</code> {_kind(content['schema'])}</p>"
    yield "<h4>Answers</h4><table>"
    for status, answer in operation["responses"].items():
        yield f"<tr><td><code>{status}</code></td><td>{_answer(status, answer)}</td></tr>"
    yield "</table></div></details>"


def _answer(status: str, answer: dict[str, Any]) -> str:
    if "$ref" in answer:
        return '<a href="#schema-Problem">Problem</a>'
    kinds = [_kind(each["schema"]) for each in answer.get("content", {}).values()]
    return ", ".join(kinds) or escape(answer.get("description", status))


def _schema(name: str, schema: dict[str, Any]) -> Iterator[str]:
    yield f'<details id="schema-{escape(name)}"><summary><code>{escape(name)}</code></summary>'
    yield f"<div><p>{_prose(schema.get('description', ''))}</p><table>"
    required = schema.get("required", [])
    for field, described in schema.get("properties", {}).items():
        needed = "" if field in required else " (optional)"
        yield f"<tr><td><code>{escape(field)}</code></td><td>{_kind(described)}{needed}</td></tr>"
    yield "</table></div></details>"


def _prose(text: str) -> str:
    """A sentence with what stands between backticks as code."""
    return re.sub("`([^`]+)`", r"<code>\1</code>", escape(text))


def _kind(schema: dict[str, Any]) -> str:
    """What a schema is, in a few words with links."""
    if "$ref" in schema:
        name = escape(schema["$ref"].rpartition("/")[2])
        return f'<a href="#schema-{name}">{name}</a>'
    for several in ("anyOf", "oneOf"):
        if several in schema:
            return " or ".join(_kind(each) for each in schema[several])
    if "enum" in schema:
        return escape(" | ".join(map(str, schema["enum"])))
    kinds = schema.get("type", "any")
    words = " or ".join(kinds) if isinstance(kinds, list) else str(kinds)
    if "array" in words and "items" in schema:
        return f"list of {_kind(schema['items'])}"
    if "object" in words and "items" in schema.get("properties", {}):
        return f"page: {_kind(schema['properties']['items'])}"
    return escape(f"{words} ({schema['format']})" if "format" in schema else words)
