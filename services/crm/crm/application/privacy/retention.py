"""Use cases of retention: the settings, and the daily round that follows them."""

from datetime import timedelta

from shared.capabilities.policy import require
from shared.contracts.crm.privacy_views import RetentionFields

from crm.application.changing import refuse_stale
from crm.application.contacts import archive_contact
from crm.application.ports import CrmWork
from crm.application.privacy.requests import new_request
from crm.domain.privacy.retention import Retention, months_before

TIMER = "retention"
_AT_ONCE = 100  # contacts a round; the next ones come tomorrow


def change_retention(
    work: CrmWork, *, expected_version: int | None, fields: RetentionFields
) -> Retention:
    """
    Change how long things are kept.

    Raises:
        Invalid: ``crm.retention_invalid``.
        Conflict: ``crm.retention_stale``.
    """
    require(work.caller, "privacy.update")
    settings = work.privacy.retention()
    refuse_stale(settings, "retention", expected_version)
    settings.change(fields.given())
    work.save(settings)
    work.schedule(TIMER, TIMER, work.now())
    return settings


def require_view(work: CrmWork) -> None:
    """Stop unless the caller may look at privacy; ``Forbidden``."""
    require(work.caller, "privacy.view")


def keep_retention(work: CrmWork) -> None:
    """Tidy up what is past its time, and come back tomorrow."""
    settings = work.privacy.retention()
    work.privacy.expire_exports()
    if settings.import_file_days is not None:
        work.privacy.empty_import_files(work.now() - timedelta(days=settings.import_file_days))
    if settings.lost_prospect_months is not None:
        _let_go(work, settings)
    work.schedule(TIMER, TIMER, work.now() + timedelta(days=1))


def _let_go(work: CrmWork, settings: Retention) -> None:
    """Propose to erase, or archive, contacts of prospects nobody heard of for long."""
    assert settings.lost_prospect_months is not None
    before = months_before(work.today(), settings.lost_prospect_months)
    for contact_id in work.privacy.stale_prospects(before, _AT_ONCE):
        if settings.action == "archive":
            archive_contact(work, contact_id=contact_id)
            continue
        subject = work.privacy.subject([contact_id], [], [], [])
        if work.privacy.open_request("erase", subject) is None:
            new_request(work, "erase", subject, reason=None, source="retention")
