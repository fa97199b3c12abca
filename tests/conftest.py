"""Loads the platform's fixtures; nothing else."""

pytest_plugins = ["shared.testing.plugin"]
