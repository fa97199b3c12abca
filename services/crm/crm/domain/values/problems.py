"""Collects what is wrong with a request, so that the caller is told everything at once."""

from collections.abc import Callable
from typing import Any

from shared.kernel.errors import FieldError, Invalid


class Problems:
    """Field errors found so far; ``stop`` raises them."""

    def __init__(self) -> None:
        self.found: list[FieldError] = []

    def note(self, pointer: str, code: str, message: str) -> None:
        """Remember that the field at *pointer* is wrong."""
        self.found.append(FieldError(pointer, code, message))

    def read(self, pointer: str, reader: Callable[[Any], Any], value: Any) -> Any:
        """Let *reader* make a value; note what it refuses and return None."""
        try:
            return reader(value)
        except Invalid as error:
            self.note(pointer, error.code, error.message)
            return None

    def stop(self, code: str) -> None:
        """
        Stop if anything is wrong.

        Raises:
            Invalid: With the one problem's own code, or *code* when there are several.
        """
        if not self.found:
            return
        if len(self.found) == 1:
            only = self.found[0]
            raise Invalid(only.message, code=only.code, errors=self.found)
        raise Invalid("The request has invalid fields.", code=code, errors=self.found)


def read_fields(
    given: dict[str, Any], readers: dict[str, Callable[[Any], Any]], problems: Problems
) -> dict[str, Any]:
    """Read each given field with its reader; fields without one stay as they are."""
    return {
        name: problems.read(f"/{name}", readers[name], value) if name in readers else value
        for name, value in given.items()
    }
