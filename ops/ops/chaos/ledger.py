"""What the load meant to do and what it was told: append-only and on disk."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from types import TracebackType
from typing import Any

INTENT, RESULT = "intent", "result"


class Ledger:
    """
    The ledger of one thread of the load; nobody else writes to its file.

    Every line is on the disk when the call returns, so that even a power cut could not make an
    acknowledged write look like one that was never attempted.
    """

    def __init__(self, folder: Path, *, name: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._file = (folder / f"{name}.jsonl").open("ab", buffering=0)

    def intent(self, key: str, **facts: Any) -> None:
        """Note what is going to be sent under *key*."""
        self._write({"line": INTENT, "key": key, **facts})

    def result(self, key: str, *, status: int, tries: int, **facts: Any) -> None:
        """Note the answer that settled it, after how many tries."""
        self._write({"line": RESULT, "key": key, "status": status, "tries": tries, **facts})

    def __enter__(self) -> Ledger:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def _write(self, line: dict[str, Any]) -> None:
        self._file.write(json.dumps({**line, "at": round(time.time(), 4)}).encode() + b"\n")
        os.fsync(self._file.fileno())
