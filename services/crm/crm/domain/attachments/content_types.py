"""
What a file is, told by its content; the name must agree, and what can run is refused.

Taken are documents, pictures, sound, video and plain text.  Programs, scripts, web pages, SVG,
documents with macros and archives are not: nobody needs to open them from here.
"""

import io
import zipfile
from dataclasses import dataclass

import filetype
from shared.kernel.errors import Invalid

_OFFICE = "application/vnd.openxmlformats-officedocument"
_ODF = "application/vnd.oasis.opendocument"
# Extension → media type, by the extension the detection names.
_BINARY = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "tif": "image/tiff",
    "bmp": "image/bmp",
    "heic": "image/heic",
    "rtf": "application/rtf",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "wav": "audio/wav",
    "mp4": "video/mp4",
    "mov": "video/quicktime",
}
_PACKED = {
    "docx": ("word/", f"{_OFFICE}.wordprocessingml.document"),
    "xlsx": ("xl/", f"{_OFFICE}.spreadsheetml.sheet"),
    "pptx": ("ppt/", f"{_OFFICE}.presentationml.presentation"),
}
_OPEN = {"odt": f"{_ODF}.text", "ods": f"{_ODF}.spreadsheet", "odp": f"{_ODF}.presentation"}
_TEXT = {
    "txt": "text/plain",
    "log": "text/plain",
    "md": "text/plain",
    "csv": "text/csv",
    "eml": "text/plain",
    "ics": "text/plain",
    "vcf": "text/plain",
}
_ALIKE = {"jpeg": "jpg", "tiff": "tif", "heif": "heic"}
_MOST_PARTS = 5000
_LARGEST_MIMETYPE = 100
_RUNS = ("vbaproject.bin", "activex", ".exe", ".js", ".vbs", ".class")


@dataclass(frozen=True)
class ContentType:
    """What a file is."""

    extension: str
    media_type: str


def content_type(content: bytes, *, extension: str) -> ContentType:
    """
    What the content is.

    Args:
        extension: As the name has it, in small letters; it must say the same.

    Raises:
        Invalid: ``crm.attachment_type_refused``.
    """
    named = _ALIKE.get(extension, extension)
    found = _found(content, named)
    if found is None or (named and named != found.extension):
        raise Invalid(
            "Documents, pictures, sound, video and plain text are accepted, "
            "under a name that says what they are.",
            code="crm.attachment_type_refused",
        )
    return found


def _found(content: bytes, named: str) -> ContentType | None:
    if content.startswith(b"PK"):
        return _packed(content)
    kind = filetype.guess(content[:8192])
    if kind is not None:
        known = _ALIKE.get(kind.extension, kind.extension)
        media_type = _BINARY.get(known)
        return ContentType(known, media_type) if media_type else None
    extension = named or "txt"
    if extension in _TEXT and _is_plain_text(content):
        return ContentType(extension, _TEXT[extension])
    return None


def _packed(content: bytes) -> ContentType | None:
    """A document in a ZIP archive; only its list of contents is read, nothing is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = [each.filename for each in archive.infolist()]
            if len(names) > _MOST_PARTS or any(_runs(name) for name in names):
                return None
            if "[Content_Types].xml" in names:
                return _office(names)
            return _open_document(archive, names)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError, OSError):
        return None


def _office(names: list[str]) -> ContentType | None:
    for extension, (folder, media_type) in _PACKED.items():
        if any(name.startswith(folder) for name in names):
            return ContentType(extension, media_type)
    return None


def _open_document(archive: zipfile.ZipFile, names: list[str]) -> ContentType | None:
    if "mimetype" not in names or archive.getinfo("mimetype").file_size > _LARGEST_MIMETYPE:
        return None
    with archive.open("mimetype") as part:
        told = part.read(_LARGEST_MIMETYPE).decode("ascii", "replace").strip()
    matching = (ContentType(name, each) for name, each in _OPEN.items() if each == told)
    return next(matching, None)


def _runs(name: str) -> bool:
    lowered = name.lower()
    return ".." in lowered or lowered.startswith("/") or any(each in lowered for each in _RUNS)


def _is_plain_text(content: bytes) -> bool:
    if b"\0" in content:
        return False
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("latin-1")
    start = text[:1024].lstrip().lower()
    if start.startswith(("<", "#!", "{\\rtf", "%!ps")):
        return False
    return not any(each < " " and each not in "\t\n\r\f" for each in text)
