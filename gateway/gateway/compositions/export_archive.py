"""The file of an export: put together while it is sent, one piece in memory at a time."""

import html
import zipfile
from base64 import b64decode
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

INDEX = "index.html"


@dataclass(frozen=True)
class Piece:
    """A file of one service's part, and the pieces it was written in."""

    service: str
    name: str
    chunks: tuple[int, ...]
    rows: int


Fetch = Callable[[Piece, int], str]


class _Sink:
    """Takes what the archive writes and gives it away: it cannot be gone back in."""

    def __init__(self) -> None:
        self._written: list[bytes] = []

    def write(self, content: bytes) -> int:
        self._written.append(bytes(content))
        return len(content)

    def flush(self) -> None:
        """Nothing waits here."""

    def taken(self) -> bytes:
        """What was written since the last time."""
        content = b"".join(self._written)
        self._written.clear()
        return content


def archive(pieces: Sequence[Piece], fetch: Fetch, *, index: str) -> Iterator[bytes]:
    """
    Write a zip as it is asked for.

    Args:
        fetch: Asks the owner for one chunk, base64.
    """
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as target:  # type: ignore[call-overload]
        target.writestr(INDEX, index)
        for piece in pieces:
            with target.open(piece.name, "w", force_zip64=True) as file:
                for seq in piece.chunks:
                    file.write(b64decode(fetch(piece, seq)))
                    yield sink.taken()
            yield sink.taken()
    yield sink.taken()


def index_of(export: dict[str, Any], pieces: Sequence[Piece]) -> str:
    """A page that says what the archive holds, in Norwegian and English."""
    rows = "\n".join(
        f"<tr><td>{html.escape(each.service)}</td><td><a href='{html.escape(each.name)}'>"
        f"{html.escape(each.name)}</a></td><td>{each.rows}</td></tr>"
        for each in pieces
    )
    return (
        "<!doctype html><html lang='nb'><meta charset='utf-8'><title>Samspill</title>"
        "<h1>Utlevering av data · Export of data</h1>"
        f"<p>{html.escape(export['kind'])} · {html.escape(export['id'])} · "
        f"{html.escape(export['created_at'])}</p>"
        "<p>Hver tabell finnes som JSON og som CSV. Each table is here as JSON and as CSV.</p>"
        "<table><tr><th>Tjeneste · Service</th><th>Fil · File</th><th>Rader · Rows</th></tr>"
        f"\n{rows}\n</table></html>\n"
    )
