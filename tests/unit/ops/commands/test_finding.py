"""``./samspill where``."""

from pathlib import Path

import pytest
from ops.commands.finding import files_about

FILES = (
    "services/crm/crm/domain/customers.py",
    "services/crm/crm/entrypoints/rpc_customers.py",
    "services/crm/crm/domain/contacts.py",
    "services/sales/sales/domain/forecasts.py",
    "gateway/gateway/http/customers.py",
    "tests/unit/crm/domain/test_customers.py",
)


@pytest.mark.parametrize("noun", ["customer", "customers", "Customers"])
def test_a_noun_is_found_behind_every_door(tmp_path: Path, noun: str) -> None:
    for name in FILES:
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    found = {str(file) for file in files_about(noun, root=tmp_path)}
    assert found == {name for name in FILES if "customers" in name}
