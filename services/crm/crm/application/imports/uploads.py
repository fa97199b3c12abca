"""Use cases of imports before anything is tried: take in a file, say how to read it."""

from hashlib import sha256
from typing import Any
from uuid import UUID

from shared.capabilities.policy import require
from shared.contracts.crm.imports.views import ImportFields
from shared.kernel.errors import Invalid

from crm.application.changing import allow
from crm.application.custom_fields.importing import own_fields
from crm.application.ports import CrmWork
from crm.domain.activities import ACTIVITY_KINDS
from crm.domain.custom_fields.cells import flat, guess_own
from crm.domain.imports.batches import (
    IMPORT_KINDS,
    MATCH_KEYS,
    MODES,
    SURE_KEYS,
    ImportBatch,
)
from crm.domain.imports.fields import DATES, NUMBERS
from crm.domain.imports.headers import FIELDS, guess
from crm.domain.imports.profiles import key_of
from crm.domain.imports.sheets import Workbook
from crm.domain.imports.words import decimal_text, kinds
from crm.domain.values.countries import country, currency

LARGEST_FILE = 20 * 1024 * 1024
NOUN = "import"
MEASURED = DATES | NUMBERS


def create_import(work: CrmWork, *, filename: str, content: bytes, kind: str) -> ImportBatch:
    """
    Take in a file: choose its sheet, guess its columns.

    Raises:
        Invalid: see ``Crm.create_import``.
    """
    require(work.caller, "import.create")
    if kind not in IMPORT_KINDS:
        raise Invalid(f"must be one of {', '.join(IMPORT_KINDS)}", code="crm.import_kind_unknown")
    if len(content) > LARGEST_FILE:
        raise Invalid("The file is larger than 20 MB.", code="crm.import_file_too_large")
    if not content:
        raise Invalid("The file is empty.", code="crm.import_rows_missing")
    filename = filename.strip()[:200] or "upload"
    workbook = work.spreadsheets.read(filename=filename, content=content, kind=kind)
    file_hash = sha256(content).hexdigest()
    batch = ImportBatch(
        kind=kind,
        filename=filename,
        file_hash=file_hash,
        size_bytes=len(content),
        match_keys=list(SURE_KEYS[kind]),
        same_file_as=work.imports.earlier(file_hash),
        owner_id=work.caller.actor_id,
        unit_id=work.caller.unit_id,
        **_reading_of(kind, workbook),
    )
    guess_own(batch.columns, own_fields(work, kind))
    profile = work.imports.profile_for(kind, key_of(workbook.headers))
    if profile is not None:
        profile.apply(batch)
    work.save(batch)
    work.imports.store_file(batch.id, content)
    work.imports.store_chunks(batch.id, workbook.chunks)
    return batch


def change_import(
    work: CrmWork, *, import_id: UUID, expected_version: int | None, fields: ImportFields
) -> ImportBatch:
    """
    Say how to read the file; it must be checked again.

    Raises:
        Invalid, ImportRunning, ImportCommitted: see ``Crm.change_import``.
    """
    batch = work.imports.get(import_id, lock=True)
    allow(work, "import.update", batch, NOUN, expected_version)
    batch.reopen()
    given = fields.given()
    if given.get("sheet", batch.sheet) != batch.sheet:
        _read_again(work, batch, given["sheet"])
    if "mapping" in given:
        own = flat(own_fields(work, batch.kind))
        batch.map_columns(given["mapping"], FIELDS[batch.kind] | own.keys())
    if "formats" in given:
        batch.write_columns_as(given["formats"])
    for name, value in _options(batch, given).items():
        setattr(batch, name, value)
    work.save(batch)
    return batch


def archive_import(
    work: CrmWork, *, import_id: UUID, expected_version: int | None = None
) -> ImportBatch:
    """
    Put an import away; its file is forgotten, what became of its rows is not.

    Raises:
        ImportRunning: The worker is at it.
    """
    batch = work.imports.get(import_id, lock=True)
    allow(work, "import.update", batch, NOUN, expected_version)
    batch.archive(work.now())
    work.imports.forget_file(batch.id)
    work.save(batch)
    return batch


def _read_again(work: CrmWork, batch: ImportBatch, sheet: str) -> None:
    workbook = work.spreadsheets.read(
        filename=batch.filename, content=work.imports.file(batch.id), kind=batch.kind, sheet=sheet
    )
    work.imports.store_chunks(batch.id, workbook.chunks)
    for name, value in _reading_of(batch.kind, workbook).items():
        setattr(batch, name, value)
    guess_own(batch.columns, own_fields(work, batch.kind))


def _reading_of(kind: str, workbook: Workbook) -> dict[str, Any]:
    guesses = guess(kind, workbook.headers)
    return {
        "sheet": workbook.sheet,
        "sheets": [vars(each) for each in workbook.sheets],
        "header_row_no": workbook.header_row_no,
        "row_count": workbook.row_count,
        "warnings": workbook.warnings,
        "notes": workbook.notes,
        "columns": [
            {
                "index": index,
                "header": header,
                "field": field,
                "suggestion": suggestion,
                "sample": sample,
                "format": form,
                "is_open": is_open and field in MEASURED,
            }
            for index, (header, sample, (form, is_open), (field, suggestion)) in enumerate(
                zip(
                    workbook.headers,
                    workbook.first_cells,
                    workbook.formats,
                    guesses,
                    strict=True,
                )
            )
        ],
    }


def _options(batch: ImportBatch, given: dict[str, Any]) -> dict[str, Any]:
    options: dict[str, Any] = {
        name: given[name]
        for name in ("mode", "match_keys", "defaults", "accept_suggestions")
        if name in given
    }
    if options.get("mode", "upsert") not in MODES:
        raise Invalid(f"must be one of {', '.join(MODES)}", code="crm.import_mode_unknown")
    if not set(options.get("match_keys", ())) <= set(MATCH_KEYS[batch.kind]):
        known = ", ".join(MATCH_KEYS[batch.kind])
        raise Invalid(f"must be of {known}", code="crm.import_match_key_unknown")
    for name, value in options.get("defaults", {}).items():
        if name not in _DEFAULTS or not _DEFAULTS[name](value):
            raise Invalid(f"{name[:40]}: not a default", code="crm.import_default_invalid")
    return options


def _is_id(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False


_DEFAULTS = {
    "kinds": kinds,
    "owner_id": _is_id,
    "currency": currency,
    "country": country,
    "revenue_unit": decimal_text,
    "kind": lambda text: text in ACTIVITY_KINDS,
}
