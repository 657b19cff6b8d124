"""The command line ``buyermaze``."""

from buyermaze.experiments.commands.main import main

__all__ = ["main"]
