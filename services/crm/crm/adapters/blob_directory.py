"""
Contents of files in a directory, named by what they are; nothing of a user's name is in a path.

Several processes may share the directory.  A content is complete or not there: it is written
under another name, forced to disk and then given its own.
"""

import os
import re
import tempfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from time import time
from uuid import UUID

from shared.kernel.errors import NotFound, Unavailable

_HASH = re.compile(r"[0-9a-f]{64}\Z")


class BlobDirectory:
    """Contents below *folder*: ``<organisation>/<first two digits>/<sha256>``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, organisation_id: UUID, content: bytes) -> str:
        """
        Keep a content and return its name; the same content twice is kept once.

        Raises:
            Unavailable: The directory cannot be written to.
        """
        name = sha256(content).hexdigest()
        path = self._path(organisation_id, name)
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            if path.exists():
                os.utime(path)  # so that a sweep that looks for old ones leaves it alone
            else:
                _write(path, content)
        except OSError as error:
            raise Unavailable("Files cannot be kept now.", code="crm.files_unavailable") from error
        return name

    def get(self, organisation_id: UUID, name: str) -> bytes:
        """
        Read a content.

        Raises:
            NotFound: ``crm.attachment_content_missing``.
        """
        try:
            return self._path(organisation_id, name).read_bytes()
        except FileNotFoundError:
            raise NotFound(
                "The content is not there.", code="crm.attachment_content_missing"
            ) from None
        except OSError as error:
            raise Unavailable("Files cannot be read now.", code="crm.files_unavailable") from error

    def older_than(self, organisation_id: UUID, *, seconds: float) -> Iterator[str]:
        """Names of an organisation's contents that nobody put here lately."""
        before = time() - seconds
        for path in (self._folder / str(organisation_id)).glob("??/*"):
            if path.stat().st_mtime > before:
                continue
            if _HASH.match(path.name):
                yield path.name
            else:
                path.unlink(missing_ok=True)  # what a killed process left half-written

    def remove(self, organisation_id: UUID, name: str) -> None:
        """Forget a content; nothing happens when it is not there."""
        self._path(organisation_id, name).unlink(missing_ok=True)

    def _path(self, organisation_id: UUID, name: str) -> Path:
        if not _HASH.match(name):
            raise ValueError(name)
        return self._folder / str(organisation_id) / name[:2] / name


def _write(path: Path, content: bytes) -> None:
    handle, part = tempfile.mkstemp(dir=path.parent, prefix="part-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(part).replace(path)
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
