"""A column for one of a few words: text in the database, an enumeration in the domain."""

from enum import StrEnum
from typing import Any

from sqlalchemy import Text, TypeDecorator


class Word(TypeDecorator[StrEnum]):
    """Stores the member's value, so that lists and reports read plain words."""

    impl = Text
    cache_ok = True

    def __init__(self, words: type[StrEnum]) -> None:
        super().__init__()
        self._words = words

    def process_bind_param(self, value: Any, dialect: object) -> str | None:
        return None if value is None else str(value)

    def process_result_value(self, value: Any, dialect: object) -> StrEnum | None:
        return None if value is None else self._words(value)
