"""What people read of an import, in Norwegian and English: what to know of it, what is wrong."""

from collections.abc import Iterator
from typing import Any

from crm.domain.imports.sheets import MarkedRow

# Code → Norwegian; English is the message of the issue itself.
_NB = {
    "crm.activity_kind_unknown": "ukjent type aktivitet",
    "crm.activity_status_unknown": "ukjent status",
    "crm.activity_subject_missing": "emne mangler",
    "crm.activity_time_invalid": "ikke et gyldig tidspunkt",
    "crm.activity_ends_early": "slutter før den starter",
    "crm.address_empty": "adressen er tom",
    "crm.address_kind_unknown": "ukjent adressetype",
    "crm.contact_nameless": "fornavn eller etternavn mangler",
    "crm.contact_unknown": "kontakten finnes ikke, eller flere passer",
    "crm.country_unknown": "ukjent land",
    "crm.currency_unknown": "ukjent valuta",
    "crm.customer_kind_unknown": "ukjent art",
    "crm.customer_missing": "kunden mangler",
    "crm.customer_name_missing": "navn mangler",
    "crm.customer_taken": "en annen kunde har nummeret eller adressen",
    "crm.contact_taken": "en annen kontakt har adressen",
    "crm.customer_unknown": "kunden finnes ikke, eller flere passer",
    "crm.date_invalid": "ikke en dato slik kolonnen skriver dem",
    "crm.email_invalid": "ikke en e-postadresse",
    "crm.import_cell_error": "cellen er en feil i regnearket",
    "crm.import_customer_refused": "kunden i raden importeres ikke",
    "crm.import_digits_lost": "regnearket har bare beholdt 15 sifre; skriv det som tekst",
    "crm.import_formula_unknown": "formelen har ikke noe lagret svar",
    "crm.import_parent_unknown": "morselskapet finnes ikke",
    "crm.import_record_appeared": "posten er laget av noen andre etter kontrollen",
    "crm.import_record_changed": "posten er endret siden",
    "crm.import_record_unknown": "det finnes ingen post å oppdatere",
    "crm.import_row_conflicts": "et nummer eller navn er tatt i mellomtiden",
    "crm.import_row_repeated": "raden gjentar en tidligere rad",
    "crm.industry_unknown": "ukjent bransje",
    "crm.number_invalid": "ikke et tall slik kolonnen skriver dem",
    "crm.number_out_of_range": "tallet er for stort eller for lite",
    "crm.organisation_number_invalid": "ikke et gyldig organisasjonsnummer",
    "crm.owner_unknown": "ukjent ansvarlig",
    "crm.phone_invalid": "ikke et telefonnummer",
    "crm.postal_code_invalid": "norske postnumre har fire sifre",
    "crm.rating_invalid": "vurderingen er A, B, C eller D",
    "crm.segment_unknown": "ukjent segment",
    "crm.customer_type_unknown": "ukjent kundetype",
    "crm.text_invalid": "teksten er for lang",
    "crm.website_invalid": "ikke en nettadresse",
    "platform.action_forbidden": "du har ikke lov til dette",
}
_DUPLICATE = (
    "ligner en post som finnes fra før; velg nøkkel eller importmåte",
    "resembles a record that is there already; choose a key or a mode",
)
_BESIDE = "contact."
NB_HEADER, EN_HEADER = "Feil i raden", "Errors in the row"


def marked_row(
    row_no: int, cells: list[Any], issues: list[dict[str, Any]], fields: dict[str, int]
) -> MarkedRow:
    """
    A row with its issues at the cells they are about.

    Args:
        issues: With ``part`` and ``action`` of the row they were found in.
        fields: Mapped field → column index.
    """
    marks: dict[int, tuple[str, str]] = {}
    told: list[tuple[str, str]] = []
    for issue in issues:
        said = _said(issue)
        told.append(said)
        index = fields.get(f"{_BESIDE}{issue['field']}", fields.get(issue["field"]))
        if issue["part"] != "contacts" or index is None:
            index = fields.get(issue["field"], index)
        if index is not None:
            nb, en = marks.get(index, ("", ""))
            marks[index] = (f"{nb}; {said[0]}".strip("; "), f"{en}; {said[1]}".strip("; "))
    told = list(dict.fromkeys(told))
    return MarkedRow(
        row_no=row_no,
        cells=cells,
        marks=marks,
        nb="; ".join(nb for nb, _ in told),
        en="; ".join(en for _, en in told),
    )


def duplicate_issue(part: str) -> dict[str, Any]:
    """What to say of a row that is doubtful and has no issue of its own."""
    return {
        "part": part, "field": None, "code": "crm.import_duplicate", "message": _DUPLICATE[1],
        "suggestion": None,
    }  # fmt: skip


def _said(issue: dict[str, Any]) -> tuple[str, str]:
    en = issue["message"]
    nb = _DUPLICATE[0] if issue["code"] == "crm.import_duplicate" else _NB.get(issue["code"], en)
    if like := issue.get("suggestion"):
        return f"{nb} (mente du {like}?)", f"{en} (did you mean {like}?)"
    return nb, en


_MESSAGES = {
    "crm.import_changes_nothing": (
        "Ingenting ville bli endret: alle rader finnes fra før, eller kan ikke skrives.",
        "Nothing would change: every row is there already, or cannot be written.",
    ),
    "crm.import_file_repeated": (
        "Den samme filen er importert før.",
        "The same file was imported before.",
    ),
    "crm.import_dates_open": (
        "Datoene i {columns} kan leses på flere måter; de leses som {formats}.",
        "The dates in {columns} can be read in several ways; they are read as {formats}.",
    ),
    "crm.import_numbers_open": (
        "Tallene i {columns} kan leses på flere måter; de leses som {formats}.",
        "The numbers in {columns} can be read in several ways; they are read as {formats}.",
    ),
    "crm.import_columns_unmapped": (
        "Disse kolonnene blir ikke lest: {columns}.",
        "These columns are not read: {columns}.",
    ),
    "crm.import_headers_repeated": (
        "Flere kolonner har samme overskrift ({columns}); bare den første leses.",
        "Several columns have the same header ({columns}); only the first is read.",
    ),
    "crm.import_rows_hidden": (
        "{count} skjulte rader leses som de andre.",
        "{count} hidden rows are read like the others.",
    ),
    "crm.import_cells_merged": (
        "{count} sammenslåtte områder: bare den første cellen i hvert har en verdi.",
        "{count} merged areas: only the first cell of each has a value.",
    ),
    "crm.import_cells_wrong": (
        "{count} celler er formler uten lagret svar, eller feil.",
        "{count} cells are formulas without a stored result, or errors.",
    ),
}
_WRITTEN_AS = {
    "dmy": "13.02.2026",
    "mdy": "02/13/2026",
    "ymd": "2026-02-13",
    "comma": "1 234,50",
    "point": "1,234.50",
}
_COUNTED = {
    "hidden_rows": "crm.import_rows_hidden",
    "merged_cells": "crm.import_cells_merged",
    "wrong_cells": "crm.import_cells_wrong",
}
_CHECKED = ("checked", "committing", "committed")


def messages(batch: Any) -> list[dict[str, str]]:
    """The messages of an import as it stands: {code, nb, en}."""
    return [
        {"code": code, **_in_both(code, values)}
        for code, values in (*_of_state(batch), *_of_columns(batch.columns), *_noted(batch.notes))
    ]


def changes_nothing(batch: Any) -> bool:
    """Whether the check found nothing to write."""
    written = batch.counts.get("create") or batch.counts.get("update")
    return batch.status in _CHECKED and not written


def _of_state(batch: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    if changes_nothing(batch):
        yield "crm.import_changes_nothing", {}
    if batch.same_file_as is not None:
        yield "crm.import_file_repeated", {}


def _of_columns(columns: list[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    unread = [each["header"] for each in columns if not each["field"] and each["header"]]
    if unread:
        yield "crm.import_columns_unmapped", {"columns": ", ".join(unread[:20])}
    for code, forms in (
        ("crm.import_dates_open", ("dmy", "mdy", "ymd")),
        ("crm.import_numbers_open", ("comma", "point")),
    ):
        unsure = [each for each in columns if each.get("is_open") and each["format"] in forms]
        if unsure:
            shown = sorted({_WRITTEN_AS[each["format"]] for each in unsure})
            names = ", ".join(each["header"] for each in unsure)
            yield code, {"columns": names, "formats": ", ".join(shown)}


def _noted(notes: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    if repeated := notes.get("repeated_headers"):
        yield "crm.import_headers_repeated", {"columns": ", ".join(repeated)}
    for name, code in _COUNTED.items():
        if notes.get(name):
            yield code, {"count": notes[name]}


def _in_both(code: str, values: dict[str, Any]) -> dict[str, str]:
    nb, en = _MESSAGES[code]
    return {"nb": nb.format(**values), "en": en.format(**values)}
