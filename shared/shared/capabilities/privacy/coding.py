"""Stored bytes with a pseudonym instead of a person: JSON, deflated JSON, and whole files."""

import io
import json
import zipfile
import zlib
from typing import Any

from shared.capabilities.privacy.traces import Traces, texts_in

_LARGEST_MEMBER_BYTES = 64 * 1024 * 1024


def cleaned_bytes(content: bytes, coding: str, traces: Traces) -> bytes | None:
    """
    The content without the person; None when he is not in it.

    A file that names him is emptied: what is written in it cannot be changed.
    """
    if coding == "file":
        return b"" if content and _names(content, traces) else None
    if coding == "deflated":
        return _cleaned_rows(content, traces)
    try:
        value = json.loads(content)
    except (ValueError, UnicodeDecodeError):
        return b"" if _has_needle(content, traces) else None
    is_linked = traces.are_about(list(texts_in(value)))
    cleaned = traces.clean(value, is_linked=is_linked)
    return None if cleaned == value else _dumped(cleaned)


def _cleaned_rows(content: bytes, traces: Traces) -> bytes | None:
    """Rows of a table: what is next to the person in his own row is about him, too."""
    rows = json.loads(zlib.decompress(content))
    cleaned = [traces.clean(row, is_linked=traces.are_about(list(texts_in(row)))) for row in rows]
    return None if cleaned == rows else zlib.compress(_dumped(cleaned))


def _names(content: bytes, traces: Traces) -> bool:
    """Whether a file names the person; workbooks and documents are looked into."""
    if _has_needle(content, traces):
        return True
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return any(
                _has_needle(archive.read(member), traces)
                for member in archive.infolist()
                if member.file_size <= _LARGEST_MEMBER_BYTES
            )
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError):
        return False


def _has_needle(content: bytes, traces: Traces) -> bool:
    return any(needle in content for needle in traces.needles)


def _dumped(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
