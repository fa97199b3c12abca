"""Builds what crm's processes work with; the only module that knows everything."""

from pathlib import Path

from shared.kernel.clock import SystemClock
from shared.persistence.engine import engine_for
from shared.persistence.work import Works
from shared.rpc.native import run_native

from crm.adapters.blob_directory import BlobDirectory
from crm.adapters.mail import SmtpMailer
from crm.adapters.spreadsheets import ConfinedSpreadsheets
from crm.config import Settings
from crm.persistence.work import CrmWork


def works(settings: Settings) -> Works[CrmWork]:
    """Units of work on the configured database, with crm's adapters."""
    return Works(
        CrmWork,
        engine_for(settings.database_url),
        clock=SystemClock(),
        mailer=SmtpMailer(
            host=settings.smtp_host,
            port=settings.smtp_port,
            security=settings.smtp_security,
            username=settings.smtp_username,
            password=settings.smtp_password,
            sender=settings.smtp_sender,
            within_seconds=settings.smtp_within_seconds,
        ),
        blobs=BlobDirectory(Path(settings.attachments_dir)),
        spreadsheets=ConfinedSpreadsheets(
            wall_seconds=settings.import_wall_seconds, run_native=run_native
        ),
    )
