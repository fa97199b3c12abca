"""Finds out which column of a file holds what, from headers in Norwegian and English."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

_ALIKE = 0.85
_PLAIN = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "é": "e", "ö": "o", "ä": "a"})
_NOT_WORD = re.compile(r"[^a-z0-9]+")
HEADER_ROWS = 20  # the header is looked for in these
LEAST_KNOWN = 2

# Field → headers, normalised by ``plain`` when compared.
_PLACE = {
    "street": "adresse, adresse 1, gateadresse, besøksadresse, street, address, address 1",
    "postal_code": "postnr, postnummer, post code, postal code, postcode, zip, zip code",
    "city": "poststed, by, sted, city, town",
    "region": "fylke, region, kommune, county, state",
    "country": "land, landkode, country, country code, office location, location",
}
_CUSTOMER = {
    "customer_no": "kundenr, kundenummer, kunde nr, kundenr., customer no, customer number, "
    "customer id, account no, account number",
    "name": "kundenavn, navn, firma, firmanavn, selskap, selskapsnavn, name, company, "
    "company name, account, account name, customer, customer name, kunde",
    "legal_name": "juridisk navn, legal name",
    "organisation_number": "organisasjonsnummer, orgnr, org.nr, org nr, org. nr., foretaksnummer, "
    "organisation number, organization number, organisasjonsnr, company number",
    "vat_no": "mva-nr, mva nr, mva-nummer, vat, vat no, vat number",
    "kinds": "art, kundestatus, kind, kinds, relation, relasjon",
    "customer_type": "kundetype, kundegruppe, customer type, type",
    "segment": "segment, segmenter, segments",
    "industry": "bransje, næring, næringskode, nace, industry, sector, sektor, industry code",
    "employees": "ansatte, antall ansatte, employees, number of employees, headcount",
    "revenue": "omsetning, inntekter, driftsinntekter, revenue, annual revenue, turnover",
    "revenue_year": "omsetningsår, regnskapsår, revenue year",
    "founded_year": "stiftet, stiftelsesår, etablert, year established, founded",
    "website": "hjemmeside, nettside, nettsted, web, www, website, url, homepage",
    "email": "e-post, epost, e-postadresse, mail, faktura e-post, email, e-mail, email address",
    "phone": "telefon, tlf, telefonnr, telefonnummer, mobil, phone, telephone, phone number",
    "language": "språk, language",
    "currency": "valuta, currency",
    "payment_term_days": "betalingsbetingelser, betalingsfrist, forfallsdager, payment terms, "
    "payment term days, credit days",
    "owner": "ansvarlig, kundeansvarlig, selger, owner, account manager, account owner",
    "rating": "rating, vurdering, karakter",
    "notes": "notat, notater, merknad, merknader, kommentar, notes, comment, comments, remarks",
    "tags": "merkelapper, stikkord, etiketter, tags, labels",
    "parent": "morselskap, konsern, eier, parent, parent company, parent account, subsidiary of",
    **_PLACE,
}
_CONTACT = {
    "given_name": "fornavn, first name, given name, firstname",
    "family_name": "etternavn, last name, family name, surname, lastname",
    "full_name": "navn, kontakt, kontaktperson, name, full name, contact, contact person, "
    "contact name",
    "title": "stilling, tittel, title, job title, position",
    "email": "e-post, epost, e-postadresse, mail, email, e-mail, email address",
    "phone": "telefon, tlf, telefonnr, telefonnummer, phone, telephone, phone number",
    "mobile": "mobil, mobiltelefon, mobilnr, mobile, mobile phone, cell",
    "customer_no": "kundenr, kundenummer, kunde nr, customer no, customer number, account no",
    "organisation_number": "organisasjonsnummer, orgnr, org.nr, org nr, organisation number, "
    "organization number",
    "customer": "kunde, kundenavn, firma, firmanavn, selskap, company, company name, customer, "
    "customer name, account, account name, organisation",
    "role": "rolle, role, funksjon, function",
    "primary": "hovedkontakt, primær, primary, main contact",
    "language": "språk, language",
    "tags": "merkelapper, stikkord, etiketter, tags, labels",
}


def plain(header: str) -> str:
    """A header without case, accents, spaces and punctuation."""
    return _NOT_WORD.sub("", header.casefold().translate(_PLAIN))


def _headers(table: dict[str, str]) -> dict[str, str]:
    return {plain(each): field for field, several in table.items() for each in several.split(",")}


_KNOWN = {"customers": _headers(_CUSTOMER), "contacts": _headers(_CONTACT)}
FIELDS = {"customers": frozenset(_CUSTOMER), "contacts": frozenset(_CONTACT)}


def guess(kind: str, headers: Sequence[str]) -> list[tuple[str | None, str | None]]:
    """
    Pairs of field and suggestion for each header.

    A header that is known gives the field, one that resembles a known one (0.85) a suggestion;
    the first column of two for a field gets it.
    """
    known = _KNOWN[kind]
    taken: set[str] = set()
    found: list[tuple[str | None, str | None]] = []
    for header in headers:
        field = known.get(plain(header)) or known.get(plain(header.replace("_", " ")))
        if field is not None and field not in taken:
            taken.add(field)
            found.append((field, None))
        else:
            found.append((None, None if field else _like(plain(header), known)))
    return found


def score(kind: str, headers: Sequence[str]) -> int:
    """How many headers of a row are known; a row of headers has at least ``LEAST_KNOWN``."""
    return sum(field is not None for field, _ in guess(kind, headers))


def _like(header: str, known: dict[str, str]) -> str | None:
    if len(header) < 4:
        return None
    best, field = max(
        (SequenceMatcher(None, header, each).ratio(), field) for each, field in known.items()
    )
    return field if best >= _ALIKE else None
