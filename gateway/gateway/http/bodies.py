"""Reads JSON bodies strictly: what two readers might understand differently is refused."""

import json
import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from flask import request
from gunicorn.http.errors import ParseException
from shared.kernel.errors import FieldError

from gateway.http.problems import EdgeProblem

LARGEST_BODY_BYTES = 1_000_000
LARGEST_UPLOAD_BYTES = 20 * 1024 * 1024
DEEPEST = 32
MOST_NODES = 10_000
LONGEST_TEXT = 10_000
_MOST_DIGITS = 19
_KEPT_CONTROLS = "\t\n\r"
_CHARSET = r'(\s*;\s*charset\s*=\s*"?utf-8"?)?\s*\Z'
_JSON_TYPE = re.compile("application/json" + _CHARSET, re.IGNORECASE)
_PATCH_TYPE = re.compile(r"application/(merge-patch\+)?json" + _CHARSET, re.IGNORECASE)


def json_body(*, needed: bool = True) -> Any:
    """
    The request's JSON, its text in normal form C; an empty object when there is no body.

    Raises:
        EdgeProblem: 400, 413, 415 or 422; see the catalogue of bad input.
    """
    body = request_bytes(largest=LARGEST_BODY_BYTES)
    if not body and not needed:
        return {}
    accepted = _PATCH_TYPE if request.method == "PATCH" else _JSON_TYPE
    if not accepted.match(request.headers.get("Content-Type", "")):
        raise EdgeProblem(415, "platform.media_type_unsupported", "Send application/json in UTF-8.")
    return read_json(body)


def request_bytes(*, largest: int) -> bytes:
    """
    The request's body.

    Raises:
        EdgeProblem: 413 when it is larger than *largest*, 415 when it is encoded.
    """
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise EdgeProblem(
            415, "platform.content_encoding_unsupported", "Send the body without compression."
        )
    if (request.content_length or 0) > largest:
        raise too_large(largest)
    try:
        body = request.get_data(cache=True)
    except BlockingIOError:
        raise EdgeProblem(408, "platform.request_timeout", "The body came too slowly.") from None
    except (OSError, ParseException):  # of a chunk, as the server reads it
        raise EdgeProblem(400, "platform.request_malformed", "The body is malformed.") from None
    if len(body) > largest:
        raise too_large(largest)
    return body


def too_large(largest: int) -> EdgeProblem:
    """The refusal of a body of more than *largest* bytes."""
    return EdgeProblem(413, "platform.body_too_large", f"At most {largest} bytes are accepted.")


def read_json(body: bytes) -> Any:
    """
    Read strict JSON.

    Raises:
        EdgeProblem: 400 for what is not JSON, not UTF-8, ambiguous or too deep; 413 for too
            many values; 422 for text with control characters or beyond the longest.
    """
    try:
        data = json.loads(
            body.decode("utf-8"),
            object_pairs_hook=_without_duplicates,
            parse_constant=_refuse_constant,
            parse_float=_read_float,
            parse_int=_read_int,
        )
    except RecursionError:
        raise _too_deep() from None
    except ValueError:  # of which JSONDecodeError and UnicodeDecodeError are kinds
        raise malformed("The body is not JSON in UTF-8.") from None
    return Tidied().value(data)


class Tidied:
    """Walks JSON once: counts, measures and normalises."""

    def __init__(self) -> None:
        self._nodes = 0

    def value(self, data: Any, *, depth: int = 0, path: tuple[str | int, ...] = ()) -> Any:
        """Return *data* with tidy text, or refuse it."""
        self._nodes += 1
        if self._nodes > MOST_NODES:
            raise EdgeProblem(
                413, "platform.too_many_values", f"At most {MOST_NODES} values are accepted."
            )
        if isinstance(data, str):
            return tidy_text(data, path)
        if isinstance(data, (dict, list)):
            if depth >= DEEPEST:
                raise _too_deep()
            return self._inside(data, depth + 1, path)
        return data

    def _inside(self, data: dict | list, depth: int, path: tuple[str | int, ...]) -> Any:
        if isinstance(data, list):
            return [
                self.value(each, depth=depth, path=(*path, index))
                for index, each in enumerate(data)
            ]
        return {
            tidy_text(name, (*path, name)): self.value(each, depth=depth, path=(*path, name))
            for name, each in data.items()
        }


def tidy_text(text: str, path: Iterable[str | int]) -> str:
    """
    Text in normal form C.

    Raises:
        EdgeProblem: 400 for NUL and lone surrogates, 422 for other control characters and
            for text that is too long.
    """
    if len(text) > LONGEST_TEXT:
        raise _bad_text(path, "too_long", f"At most {LONGEST_TEXT} characters are accepted.")
    if text.isascii() and text.isprintable():
        return text
    for sign in text:
        if sign == "\0" or "\ud800" <= sign <= "\udfff":
            raise EdgeProblem(400, "platform.text_invalid", "The body holds text nobody can store.")
        if _is_control(sign):
            raise _bad_text(path, "control_character", "Control characters are not accepted.")
    return unicodedata.normalize("NFC", text)


def pointer_to(path: Iterable[str | int]) -> str:
    """A JSON pointer (RFC 6901)."""
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in path)


def malformed(detail: str) -> EdgeProblem:
    """The refusal of a body that is not JSON."""
    return EdgeProblem(400, "platform.malformed_json", detail)


def _is_control(sign: str) -> bool:
    if sign in _KEPT_CONTROLS:
        return False
    return unicodedata.category(sign) == "Cc" or (ord(sign) & 0xFFFE) == 0xFFFE


def _bad_text(path: Iterable[str | int], code: str, message: str) -> EdgeProblem:
    return EdgeProblem(
        422,
        "platform.invalid_fields",
        "The request has invalid fields.",
        errors=[FieldError(pointer_to(path), code, message)],
    )


def _too_deep() -> EdgeProblem:
    return EdgeProblem(400, "platform.too_deep", f"At most {DEEPEST} levels are accepted.")


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise EdgeProblem(400, "platform.duplicate_key", "A name occurs twice in one object.")
    return members


def _refuse_constant(_name: str) -> Any:
    raise malformed("NaN and Infinity are not JSON.")


def _read_float(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")) or (number == 0 and re.search("[1-9]", text)):
        raise malformed("A number is out of range.")
    return number


def _read_int(text: str) -> int:
    if len(text.lstrip("-")) > _MOST_DIGITS or text == "-0":
        raise malformed("A number is out of range.")
    return int(text)
