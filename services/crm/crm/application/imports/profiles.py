"""Use cases of import profiles: keep how a file is read, forget it."""

from typing import Any
from uuid import UUID

from shared.capabilities.policy import require
from shared.contracts.crm.imports.views import ImportProfileFields
from shared.kernel.errors import Invalid

from crm.application.changing import allow
from crm.application.ports import CrmWork
from crm.domain.imports.profiles import ImportProfile
from crm.domain.values.texts import line, required

NOUN = "import_profile"
_read_name = required(line(100), code="crm.import_profile_nameless")


def create_import_profile(work: CrmWork, *, fields: ImportProfileFields) -> ImportProfile:
    """
    Keep how an import is read; of several profiles for the same headers the newest is applied.

    Raises:
        Invalid: ``crm.import_profile_nameless``, ``crm.import_missing``.
        NotFound: ``crm.import_unknown``.
    """
    require(work.caller, "import.create")
    given = fields.given()
    if "import_id" not in given:
        raise Invalid("An import is needed.", code="crm.import_missing")
    profile = ImportProfile(
        name=_read_name(given.get("name")),
        kind="",
        headers_key="",
        headers=[],
        owner_id=work.caller.actor_id,
        unit_id=work.caller.unit_id,
    )
    _learn(work, profile, given)
    work.save(profile)
    return profile


def change_import_profile(
    work: CrmWork,
    *,
    import_profile_id: UUID,
    expected_version: int | None,
    fields: ImportProfileFields,
) -> ImportProfile:
    """Rename a profile, or let it learn from another import."""
    profile = work.imports.profile(import_profile_id)
    allow(work, "import.update", profile, NOUN, expected_version)
    given = fields.given()
    if "name" in given:
        profile.name = _read_name(given["name"])
    _learn(work, profile, given)
    work.save(profile)
    return profile


def archive_import_profile(
    work: CrmWork, *, import_profile_id: UUID, expected_version: int | None = None
) -> ImportProfile:
    """Apply it to no more files."""
    profile = work.imports.profile(import_profile_id)
    allow(work, "import.update", profile, NOUN, expected_version)
    profile.archive(work.now())
    work.save(profile)
    return profile


def _learn(work: CrmWork, profile: ImportProfile, given: dict[str, Any]) -> None:
    if "import_id" in given:
        batch = work.imports.get(given["import_id"])
        allow(work, "import.view", batch, "import")
        profile.learn(batch)
