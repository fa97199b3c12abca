"""Names for the rows of a report, by which one asks for what is behind them."""

import base64
import binascii
import json
from collections.abc import Sequence

from shared.kernel.errors import invalid_field


def write_cell(keys: Sequence[str | None]) -> str:
    """A name for a row of a report, to be asked for what is behind it."""
    return base64.urlsafe_b64encode(json.dumps(list(keys)).encode()).decode().rstrip("=")


def read_cell(cell: str) -> list[str | None]:
    """
    The keys of a row; none for the whole report.

    Raises:
        Invalid: It is none.
    """
    try:
        keys = json.loads(base64.urlsafe_b64decode(cell + "=" * (-len(cell) % 4))) if cell else []
        if not isinstance(keys, list) or any(not isinstance(e, str | None) for e in keys):
            raise ValueError(cell)
    except (ValueError, binascii.Error):
        raise invalid_field("/cell", "is not a cell of this report") from None
    return keys
