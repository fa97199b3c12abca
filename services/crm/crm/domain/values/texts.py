"""Texts as they are kept: trimmed, of bounded length, empty ones as None."""

import re
from collections.abc import Callable

from shared.kernel.errors import Invalid

_SPACES = re.compile(r"\s+")


def line(longest: int, *, code: str = "crm.text_invalid") -> Callable[[str | None], str | None]:
    """A reader of one line of text of at most *longest* characters; empty becomes None."""

    def read(value: str | None) -> str | None:
        return _bounded(_SPACES.sub(" ", value or "").strip(), longest, code)

    return read


def paragraphs(longest: int) -> Callable[[str | None], str | None]:
    """A reader of text with line breaks; empty becomes None."""

    def read(value: str | None) -> str | None:
        return _bounded((value or "").replace("\r\n", "\n").strip(), longest, "crm.text_invalid")

    return read


def required(
    reader: Callable[[str | None], str | None], *, code: str
) -> Callable[[str | None], str]:
    """A reader that refuses what is left empty."""

    def read(value: str | None) -> str:
        found = reader(value)
        if found is None:
            raise Invalid("must not be empty", code=code)
        return found

    return read


def one_of(choices: tuple[str, ...], *, code: str) -> Callable[[str | None], str | None]:
    """A reader of one of a few words, or None."""

    def read(value: str | None) -> str | None:
        if value is not None and value not in choices:
            raise Invalid(f"must be one of {', '.join(choices)}", code=code)
        return value

    return read


def whole_number(
    smallest: int, largest: int, *, code: str = "crm.number_out_of_range"
) -> Callable[[int | None], int | None]:
    """A reader of a whole number within bounds, or None."""

    def read(value: int | None) -> int | None:
        if value is not None and not smallest <= value <= largest:
            raise Invalid(f"must be from {smallest} to {largest}", code=code)
        return value

    return read


def tags(value: list[str] | None) -> list[str]:
    """Tags in the order given, each once whatever its case; at most 50 of 50 characters."""
    read = line(50, code="crm.tag_invalid")
    found: dict[str, str] = {}
    for each in value or []:
        tag = read(each)
        if tag:
            found.setdefault(tag.casefold(), tag)
    if len(found) > 50:
        raise Invalid("at most 50 tags", code="crm.tag_invalid")
    return list(found.values())


def _bounded(text: str, longest: int, code: str) -> str | None:
    if len(text) > longest:
        raise Invalid(f"must have at most {longest} characters", code=code)
    return text or None
