"""Looks at an uploaded file before anything parses it; runs in the confined reader."""

import re
import stat
import zipfile
from pathlib import Path

LARGEST_INFLATED = 200 * 1024 * 1024
_MOST_MEMBERS, _MOST_RATIO = 2000, 100
_RATIO_MATTERS = 5 * 1024 * 1024  # a small member compresses well without meaning harm
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PIECE = 1024 * 1024
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)")  # no workbook needs them; bombs do


class FileRefused(Exception):
    """A file that is not read; the first argument ends the error code, the second is for people."""


def kind_of_file(path: Path, filename: str) -> str:
    """
    ``workbook`` or ``text``.

    Raises:
        FileRefused: Encrypted, with macros or links, a bomb, or of another type.
    """
    with path.open("rb") as file:
        head = file.read(8)
    if head.startswith(_OLE):
        _refuse_ole(path)
    if head.startswith(b"PK"):
        _check_archive(path, filename)
        return "workbook"
    content = path.read_bytes()
    if b"\0" in content[:_PIECE] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise FileRefused("type", "The file is neither a workbook (.xlsx, .ods) nor a CSV file.")
    return "text"


def _refuse_ole(path: Path) -> None:
    if "EncryptedPackage".encode("utf-16-le") in path.read_bytes():
        raise FileRefused("encrypted", "The workbook is protected by a password.")
    raise FileRefused("type", "The file is in an old format; save it as .xlsx.")


def _check_archive(path: Path, filename: str) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            _check_members(members, filename)
            _check_inflated(archive, members)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError):
        raise FileRefused("unreadable", "The workbook is damaged.") from None


def _check_members(members: list[zipfile.ZipInfo], filename: str) -> None:
    names = {each.filename for each in members}
    if (
        len(members) > _MOST_MEMBERS
        or len(names) < len(members)
        or any(_is_outside(name) for name in names)
        or any(stat.S_ISLNK(each.external_attr >> 16) for each in members)
    ):
        raise FileRefused("bomb", "The workbook is not built as one.")
    if any(each.flag_bits & 1 for each in members):
        raise FileRefused("encrypted", "The workbook is protected by a password.")
    if filename.casefold().endswith(".xlsm") or any("vbaProject" in name for name in names):
        raise FileRefused("macros", "The workbook has macros; save it as .xlsx.")
    if any("externalLinks/" in name for name in names):
        raise FileRefused("links", "The workbook is linked to other files; break the links.")
    if not names & {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}:
        raise FileRefused("type", "The file is not a workbook.")
    _check_sizes(members)


def _check_sizes(members: list[zipfile.ZipInfo]) -> None:
    if sum(each.file_size for each in members) > LARGEST_INFLATED:
        raise FileRefused("bomb", "The workbook is too large when unpacked.")
    for each in members:
        packed = max(each.compress_size, 1)
        if each.file_size > _RATIO_MATTERS and each.file_size / packed > _MOST_RATIO:
            raise FileRefused("bomb", "The workbook is packed too tightly.")


def _check_inflated(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> None:
    """Sizes that an archive declares may be lies: count what really comes out."""
    total = 0
    for each in members:
        with archive.open(each) as member:
            tail = b""
            while piece := member.read(_PIECE):
                total += len(piece)
                if _DECLARATION.search((tail + piece).replace(b"\0", b"")):
                    raise FileRefused("unsafe", "The workbook declares entities of its own.")
                tail = piece[-20:]
                if total > LARGEST_INFLATED:
                    raise FileRefused("bomb", "The workbook is too large when unpacked.")


def _is_outside(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/")
