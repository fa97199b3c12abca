"""Tables on their way to a file: what the columns are called and hold, and rows in parts."""

from typing import Any

from shared.contracts.declare import View


class TableColumnView(View):
    """
    A column of a table.

    ``kind``: text, number, date or moment; numbers beyond JSON's are decimal text.
    """

    name: str
    heading: str
    kind: str = "text"


class TablePartView(View):
    """Some rows of a table; ``after`` asks for the next ones, None after the last."""

    rows: list[list[Any]]
    after: str | None = None
