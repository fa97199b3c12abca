"""Builds what erp_sync's processes work with; the only module that knows everything."""

from functools import partial
from pathlib import Path

from shared.kernel.clock import SystemClock
from shared.persistence.engine import engine_for
from shared.persistence.vault import Vault
from shared.persistence.work import Works

from erp_sync.adapters.files import FileDrop
from erp_sync.adapters.systems import OpenSystems
from erp_sync.adapters.tryton import Tryton
from erp_sync.config import Settings
from erp_sync.domain.connections import ConnectionKind
from erp_sync.domain.jobs import RetryPolicy
from erp_sync.persistence.work import ErpSyncWork


def works(settings: Settings) -> Works[ErpSyncWork]:
    """Units of work on the configured database, with the ways to every kind of ERP system."""
    vault = Vault.from_file(settings.secrets_key_file)
    systems = OpenSystems(
        {
            ConnectionKind.TRYTON: lambda connection: Tryton(
                url=connection.url or "",
                database=connection.database_name or "",
                username=connection.username or "",
                password=partial(vault.open, connection.secret or b"", record_id=connection.id),
                allow_private=settings.allow_private,
            ),
            ConnectionKind.FILE: lambda connection: FileDrop(
                Path(settings.file_drop_dir) / str(connection.organisation_id) / str(connection.id)
            ),
        }
    )
    return Works(
        ErpSyncWork,
        engine_for(settings.database_url),
        clock=SystemClock(),
        vault=vault,
        erps=systems,
        policy=_policy(settings),
        allow_private=settings.allow_private,
    )


def _policy(settings: Settings) -> RetryPolicy:
    return RetryPolicy(
        ladder_seconds=tuple(float(each) for each in settings.retry_seconds.split(",")),
        lease_seconds=settings.lease_seconds,
        sweep_seconds=settings.sweep_seconds,
        probe_seconds=settings.probe_seconds,
        give_up_hours=settings.give_up_hours,
    )
