"""What the maintained lists of a new organisation hold, besides industries."""

# List → (code, Norwegian bokmål, English), in the order they are offered.
DEFAULT_LISTS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "segments": (
        ("strategic", "Strategisk", "Strategic"),
        ("growth", "Vekst", "Growth"),
        ("standard", "Standard", "Standard"),
    ),
    "customer_types": (
        ("private_sector", "Privat sektor", "Private sector"),
        ("public_sector", "Offentlig sektor", "Public sector"),
        ("non_profit", "Frivillig sektor", "Non-profit"),
        ("individual", "Privatperson", "Individual"),
    ),
    "contact_roles": (
        ("decision_maker", "Beslutningstaker", "Decision maker"),
        ("managing_director", "Daglig leder", "Managing director"),
        ("finance", "Økonomiansvarlig", "Finance"),
        ("procurement", "Innkjøper", "Procurement"),
        ("technical", "Teknisk kontakt", "Technical contact"),
        ("project_contact", "Prosjektkontakt", "Project contact"),
        ("invoice_recipient", "Fakturamottaker", "Invoice recipient"),
        ("user", "Bruker", "User"),
    ),
    "activity_types": (
        ("meeting", "Møte", "Meeting"),
        ("call", "Samtale", "Call"),
        ("task", "Oppgave", "Task"),
        ("email", "E-post", "E-mail"),
        ("negotiation", "Forhandling", "Negotiation"),
    ),
    "tags": (),
    "ratings": (
        ("A", "A – svært viktig", "A – very important"),
        ("B", "B – viktig", "B – important"),
        ("C", "C – vanlig", "C – ordinary"),
        ("D", "D – lite viktig", "D – less important"),
    ),
}
