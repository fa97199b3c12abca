"""
The file drop: every change becomes a line of a CSV file another program reads.

``customers.csv`` is a journal: lines are only added, each with the customer's version, which
rises strictly for each customer.  A line is written whole or not at all.
"""

import csv
import fcntl
import io
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from erp_sync.application.ports import ErpConflict, ErpUnavailable, Push, Refused
from erp_sync.domain.customers import ErpCustomer, RemoteCustomer, marker_of

FILE_NAME = "customers.csv"
_FIELDS = list(ErpCustomer().to_json())
COLUMNS = ["customer_id", "version", *_FIELDS]
_FORMULA = ("=", "+", "-", "@", "\t")
_PHONE = re.compile(r"\+?[\d ()/-]+\Z")


@dataclass
class _Journal:
    """What the file is known to hold, up to ``read_to`` bytes."""

    inode: int = 0
    read_to: int = 0


class FileDrop:
    """
    One folder in which one connection's file lies.

    The file is read once and then only as far as others added to it.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._journal = _Journal()
        self._there: dict[str, RemoteCustomer] = {}

    def probe(self) -> str:
        with self._open():
            return "file"

    def find(self, push: Push) -> list[RemoteCustomer]:
        with self._open():
            found = self._there.get(str(push.entity_id))
            return [found] if found else []

    def read(self, external_id: str) -> RemoteCustomer | None:
        """One customer; blank when the reader took the file away, which is how it is meant."""
        with self._open():
            return self._there.get(external_id, _blank(external_id))

    def create(self, push: Push) -> RemoteCustomer:
        with self._open() as file:
            return self._append(file, push)

    def update(
        self, remote: RemoteCustomer, push: Push, changes: Mapping[str, Any]
    ) -> RemoteCustomer:
        with self._open() as file:
            there = self._there.get(remote.external_id, _blank(remote.external_id))
            if there.etag != remote.etag:
                raise ErpConflict("The file got another line for this customer meanwhile.")
            return self._append(file, push)

    def _append(self, file: io.FileIO, push: Push) -> RemoteCustomer:
        """Add a whole line, unless the file has this version, or a newer one, already."""
        customer = push.customer
        if not customer.name:
            raise Refused("A customer needs a name.")
        there = self._there.get(str(push.entity_id))
        if there is not None and int(there.etag) >= push.version:
            return there
        text = io.StringIO()
        writer = csv.DictWriter(text, COLUMNS, quoting=csv.QUOTE_ALL, lineterminator="\n")
        values = {name: _cell(name, value) for name, value in customer.to_json().items()}
        row = {"customer_id": str(push.entity_id), "version": str(push.version), **values}
        writer.writerow(row)
        line = text.getvalue().encode()
        if file.write(line) != len(line):
            raise ErpUnavailable("The disk is full.")
        os.fsync(file.fileno())
        self._read_on(file)
        return self._there[str(push.entity_id)]

    @contextmanager
    def _open(self) -> Iterator[io.FileIO]:
        """Hold the file alone, mend what a crash left half written, and read what is new."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with (self._folder / FILE_NAME).open("ab+", buffering=0) as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                self._begin(file)
                self._read_on(file)
                yield file
        except OSError as error:
            raise ErpUnavailable(f"The folder cannot be used: {error.strerror}.") from error

    def _begin(self, file: io.FileIO) -> None:
        state = os.fstat(file.fileno())
        if state.st_ino != self._journal.inode or state.st_size < self._journal.read_to:
            self._journal, self._there = _Journal(inode=state.st_ino), {}
        if state.st_size == 0:
            file.write((",".join(f'"{each}"' for each in COLUMNS) + "\n").encode())
            return
        file.seek(self._journal.read_to)
        rest = file.read()
        if not rest.endswith(b"\n") and rest:
            file.truncate(self._journal.read_to + rest.rfind(b"\n") + 1)

    def _read_on(self, file: io.FileIO) -> None:
        file.seek(self._journal.read_to)
        new = file.read()
        self._journal.read_to += len(new)
        for values in csv.reader(io.StringIO(new.decode())):
            if values and values != COLUMNS:
                self._keep(dict(zip(COLUMNS, values, strict=True)))

    def _keep(self, row: Mapping[str, str]) -> None:
        fields: dict[str, Any] = {name: _value(row[name]) for name in _FIELDS}
        fields |= {"name": _value(row["name"]) or "", "active": row["active"] == "yes"}
        self._there[row["customer_id"]] = RemoteCustomer(
            external_id=row["customer_id"],
            etag=row["version"],
            marker=marker_of(UUID(row["customer_id"])),
            customer=ErpCustomer(**fields),
        )


def _blank(external_id: str) -> RemoteCustomer:
    return RemoteCustomer(external_id=external_id, etag="0", customer=ErpCustomer())


def _cell(name: str, value: Any) -> str:
    """One value, on one line, that no spreadsheet program takes for a formula."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = " / ".join(str(value or "").splitlines())
    harmless = name == "phone" and _PHONE.match(text)
    return f"'{text}" if text.startswith(_FORMULA) and not harmless else text


def _value(cell: str) -> str | None:
    """Read a cell back: the quote before a formula is ours."""
    is_quoted = cell.startswith("'") and cell[1:].startswith(_FORMULA)
    return (cell[1:] if is_quoted else cell).replace(" / ", "\n") or None
