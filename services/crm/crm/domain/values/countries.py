"""Countries by code and by name, as people write them in Norwegian and English."""

import gettext
from difflib import get_close_matches
from functools import cache

import pycountry
from shared.kernel.errors import Invalid

_HABITS = {
    "uk": "GB",
    "england": "GB",
    "scotland": "GB",
    "wales": "GB",
    "great britain": "GB",
    "usa": "US",
    "u.s.a.": "US",
    "us": "US",
    "america": "US",
    "korea": "KR",
    "south korea": "KR",
    "sør-korea": "KR",
    "russia": "RU",
    "taiwan": "TW",
    "vietnam": "VN",
    "czech republic": "CZ",
    "holland": "NL",
    "the netherlands": "NL",
    "turkey": "TR",
    "norge": "NO",
    "noreg": "NO",
}
_ALIKE = 0.85


def country(value: str | None) -> str | None:
    """
    The code (ISO 3166 alpha-2) of a country given by code or name.

    Raises:
        Invalid: ``crm.country_unknown``.
    """
    if not value or not value.strip():
        return None
    code = country_or_none(value)
    if code is None:
        raise Invalid(f"{value.strip()[:60]} is not a country", code="crm.country_unknown")
    return code


def country_or_none(value: str) -> str | None:
    """The code of a country, None when there is no such country."""
    return _by_name().get(value.strip().casefold())


def country_like(value: str) -> str | None:
    """The code of the country whose name resembles *value* most, for a misspelt one."""
    alike = get_close_matches(value.strip().casefold(), _by_name(), n=1, cutoff=_ALIKE)
    return _by_name()[alike[0]] if alike else None


def name_of_country(code: str) -> str:
    """The English name of a country."""
    found = pycountry.countries.get(alpha_2=code)
    return str(getattr(found, "common_name", found.name)) if found else code


def currency(value: str | None) -> str | None:
    """
    A currency's code (ISO 4217).

    Raises:
        Invalid: ``crm.currency_unknown``.
    """
    if not value or not value.strip():
        return None
    code = value.strip().upper()
    if pycountry.currencies.get(alpha_3=code) is None:
        raise Invalid(f"{code[:10]} is not a currency", code="crm.currency_unknown")
    return code


@cache
def _by_name() -> dict[str, str]:
    names: dict[str, str] = {}
    for language in ("nb", "nn"):
        translation = gettext.translation(
            "iso3166-1", pycountry.LOCALES_DIR, languages=[language], fallback=True
        )
        for each in pycountry.countries:
            names[translation.gettext(each.name).casefold()] = each.alpha_2
    for each in pycountry.countries:
        for attribute in ("name", "common_name", "official_name", "alpha_2", "alpha_3"):
            if name := getattr(each, attribute, None):
                names[name.casefold()] = each.alpha_2
    return {**names, **_HABITS}
