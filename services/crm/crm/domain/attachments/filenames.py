"""Names of files as they are kept: something to show, never a path."""

import re
import unicodedata

_LONGEST = 150
_SPECIAL = re.compile(r'[<>:"|?*]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)", re.IGNORECASE)


def safe_name(given: str, *, extension: str) -> str:
    """
    The last part of the name, without what deceives or breaks elsewhere.

    Taken out: folders of both spellings, control characters, marks that turn the direction of
    writing or are invisible, dots and spaces at both ends, names that Windows keeps for devices.

    Args:
        extension: What the content is; stands alone when nothing else is left.
    """
    name = re.split(r"[/\\]", unicodedata.normalize("NFC", given))[-1]
    name = "".join(each for each in name if unicodedata.category(each) not in _UNSHOWN)
    name = _SPECIAL.sub("_", name).strip(". ")
    name = re.sub(r"\s+", " ", name)
    if _RESERVED.match(name):
        name = f"_{name}"
    stem, dot, last = name.rpartition(".")
    if not dot:
        stem, last = name, extension
    stem = stem[: _LONGEST - len(last) - 1].strip(". ") or "file"
    return f"{stem}.{last}"


def extension_of(name: str) -> str:
    """What stands after the last dot, in small letters; empty without one."""
    return name.rpartition(".")[2].lower() if "." in name else ""


_UNSHOWN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
