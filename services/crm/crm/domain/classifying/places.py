"""
Places: what a postal code says about city and region, and how a country writes it.

The postal codes are those of the library countrystatecity-postal-codes (open data, ODbL), which
knows the county of every Norwegian one as of 2024 and the format of most countries.
"""

import json
import re
from functools import cache
from importlib.resources import files

from shared.kernel.errors import Invalid

# County numbers of 2024 (Statistics Norway) and the two territories with postal codes.
COUNTIES = {
    "03": "Oslo",
    "11": "Rogaland",
    "15": "Møre og Romsdal",
    "18": "Nordland",
    "31": "Østfold",
    "32": "Akershus",
    "33": "Buskerud",
    "34": "Innlandet",
    "39": "Vestfold",
    "40": "Telemark",
    "42": "Agder",
    "46": "Vestland",
    "50": "Trøndelag",
    "55": "Troms",
    "56": "Finnmark",
    "21": "Svalbard",
    "22": "Jan Mayen",
}
_SEPARATORS = re.compile(r"\\s[?*+]?|[ -](?![^\[]*\])\??")
_DATA = "countrystatecity_postal_codes"


def county_of(postal_code: str | None) -> str | None:
    """The Norwegian county (2024) of a postal code; None when there is no such code."""
    found = _norwegian().get(postal_code or "")
    return found[0] if found else None


def city_of(postal_code: str | None) -> str | None:
    """The Norwegian post town of a postal code; None when there is no such code."""
    found = _norwegian().get(postal_code or "")
    return found[1] if found else None


def check_postal_code(value: str, country: str) -> str:
    """
    A postal code as its country writes them; one of a country without a known format as it is.

    Raises:
        Invalid: ``crm.postal_code_invalid``.
    """
    written = value.strip().upper()
    patterns = _formats().get(country)
    bare = written.removeprefix(f"{country}-")
    if patterns is None or any(
        pattern.fullmatch(each) for pattern in patterns for each in (written, _close(bare))
    ):
        return written
    raise Invalid(f"is no postal code of {country}", code="crm.postal_code_invalid")


def _close(written: str) -> str:
    return re.sub(r"[\s-]", "", written)


@cache
def _norwegian() -> dict[str, tuple[str, str]]:
    rows = json.loads(_read("by-country/NO/postcodes.json"))
    return {
        row["code"]: (COUNTIES[row["stateCode"]], _town(row["localityName"]))
        for row in rows
        if row["stateCode"] in COUNTIES
    }


@cache
def _formats() -> dict[str, tuple[re.Pattern[str], ...]]:
    """By country: as it is written, and the same without the spaces and dashes people leave out."""
    return {
        row["countryCode"]: tuple(
            re.compile(each)
            for each in (row["postalCodeRegex"], _SEPARATORS.sub("", row["postalCodeRegex"]))
        )
        for row in json.loads(_read("countries.json"))
        if row["postalCodeRegex"] and row["postalCodeFormat"]
    }


def _town(capitals: str) -> str:
    """*MO I RANA* is written *Mo i Rana*."""
    words = [part.capitalize() for part in re.split(r"([\s-])", capitals)]
    return "".join("i" if word == "I" else word for word in words)


def _read(path: str) -> str:
    # Its files only: the library's own functions make an object of each of 5 000 codes.
    return files(_DATA).joinpath("data", path).read_text("utf-8")
