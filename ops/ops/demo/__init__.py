"""Example data for a platform that runs: a made-up company, or a public data set."""

from ops.demo.running import load, load_folder

__all__ = ["load", "load_folder"]
