"""Settings report every fault at once and keep secrets to themselves."""

from dataclasses import dataclass

import pytest
from shared.config.env import SettingsInvalid, env, read


@dataclass(frozen=True, kw_only=True)
class Settings:
    url: str = env("DEMO_URL", secret=True)
    days: int = env("DEMO_DAYS", default=30, at_least=1)
    strict: bool = env("DEMO_STRICT", default=False)


def test_all_faults_are_reported_at_once():
    with pytest.raises(SettingsInvalid) as refused:
        read(Settings, {"DEMO_DAYS": "0", "DEMO_STRICT": "maybe"})

    assert str(refused.value) == (
        "DEMO_URL is not set; DEMO_DAYS must be at least 1, not 0; "
        "DEMO_STRICT must be true or false, not 'maybe'"
    )


def test_values_are_converted_and_defaults_kept():
    settings = read(Settings, {"DEMO_URL": "x", "DEMO_STRICT": "true"})

    assert (settings.days, settings.strict) == (30, True)


def test_a_secret_is_not_shown():
    assert "hush" not in repr(read(Settings, {"DEMO_URL": "hush"}))
