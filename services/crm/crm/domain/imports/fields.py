"""The fields a file can fill, and the headers people give them in Norwegian and English."""


def _prefixed(kind: str, *prefixes: str) -> dict[str, str]:
    """Headers of an address of its own kind beside the visiting one: *Faktura postnr*."""
    words = [each.strip() for several in prefixes for each in several.split(",")]
    parts = {
        "street": "adresse, gate, address, street",
        "postal_code": "postnr, postnummer, postal code, zip, zip code",
        "city": "poststed, by, city, town",
        "country": "land, country",
    }
    return {
        f"{kind}.{part}": ", ".join(
            f"{word} {each}" for word in words for each in names.split(", ")
        )
        for part, names in parts.items()
    }


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
    "external_id": "ekstern id, ekstern referanse, eksternt id, external id, external ref, "
    "crm id, legacy id",
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
    "employees_on": "ansatte per, antall ansatte per, employees on, employees as of",
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
    **_prefixed("postal", "post", "postal, mailing"),
    **_prefixed("invoice", "faktura", "invoice, billing"),
    **_prefixed("delivery", "levering, leverings", "delivery, shipping"),
    "contact.external_id": "kontakt id, contact id, contact external id",
    "contact.given_name": "fornavn, kontakt fornavn, first name, given name, contact first name",
    "contact.family_name": "etternavn, kontakt etternavn, last name, surname, family name, "
    "contact last name",
    "contact.full_name": "kontakt, kontaktperson, kontaktnavn, contact, contact person, "
    "contact name, primary contact",
    "contact.title": "stilling, tittel, kontakt stilling, title, job title, contact title",
    "contact.email": "kontakt e-post, kontakt epost, kontaktperson e-post, contact email, "
    "contact e-mail",
    "contact.phone": "kontakt telefon, kontakt tlf, contact phone",
    "contact.mobile": "kontakt mobil, contact mobile",
    "contact.role": "rolle, kontakt rolle, role, contact role",
}
_CONTACT = {
    "external_id": "ekstern id, ekstern referanse, kontakt id, external id, contact id",
    "customer_external_id": "kunde ekstern id, kundens eksterne id, customer external id",
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
_CUSTOMER_KEYS = {
    "customer_no": _CUSTOMER["customer_no"],
    "organisation_number": _CUSTOMER["organisation_number"],
    "customer": _CONTACT["customer"],
}
_ADDRESS = {
    "external_id": _CUSTOMER["external_id"] + ", kunde ekstern id, customer external id",
    **_CUSTOMER_KEYS,
    "kind": "adressetype, type, art, address type, kind",
    "default": "standard, hovedadresse, default, main",
    **_PLACE,
}
_ACTIVITY = {
    "external_id": "ekstern id, aktivitet id, external id, activity id",
    "customer_external_id": _CONTACT["customer_external_id"],
    **_CUSTOMER_KEYS,
    "kind": "type, aktivitetstype, art, kind, activity type",
    "subject": "emne, tittel, aktivitet, subject, title, activity",
    "body": "beskrivelse, notat, merknad, tekst, description, notes, body, comment",
    "location": "sted, møterom, location, place",
    "start": "start, starttid, fra, dato, tidspunkt, start time, from, date, start date",
    "end": "slutt, sluttid, til, end, end time, to, end date",
    "due_on": "frist, forfall, forfallsdato, due, due date, deadline",
    "status": "status, tilstand, state",
    "outcome": "utfall, resultat, outcome, result",
    "contact": "kontakt, kontaktperson, kontakt e-post, contact, contact email, e-post, email",
    "owner": "ansvarlig, eier, selger, owner, responsible, account manager, owner email",
}
HEADERS = {
    "customers": _CUSTOMER,
    "contacts": _CONTACT,
    "addresses": _ADDRESS,
    "activities": _ACTIVITY,
}
DATES = frozenset({"employees_on", "start", "end", "due_on"})
NUMBERS = frozenset({"employees", "revenue", "revenue_year", "founded_year", "payment_term_days"})
